
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '782' and success
    ) then
        execute $samokoder_782$
-- The access token that a run's calls are charged to, and whether it was revoked meanwhile. Takes the place
-- of usage_run_payer, which replicas of the version before still call.
create function public.usage_run_spender(p_user_id uuid, p_run_id uuid) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'access_token_id', p.access_token_id,
        'revoked', t.revoked_at is not null)
    from public.run_payers p
    left join public.access_tokens t on t.user_id = p.user_id and t.id = p.access_token_id
    where p.run_id = p_run_id and p.user_id = p_user_id
$$;

revoke execute on function public.usage_run_spender(uuid, uuid) from public, anon, authenticated;
grant execute on function public.usage_run_spender(uuid, uuid) to service_role;
$samokoder_782$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '782', 'revoked payers', 'SQL', 'V782__revoked_payers.sql', -170923591,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(782);
end
$samokoder$;
