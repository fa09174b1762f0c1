
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '795' and success
    ) then
        execute $samokoder_795$
-- The access token that a run's calls are charged to, and whether it counts no more: it was revoked
-- meanwhile, or its time is over.
create or replace function public.usage_run_spender(p_user_id uuid, p_run_id uuid) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'access_token_id', p.access_token_id,
        'revoked', t.revoked_at is not null or coalesce(t.expires_at <= now(), false))
    from public.run_payers p
    left join public.access_tokens t on t.user_id = p.user_id and t.id = p.access_token_id
    where p.run_id = p_run_id and p.user_id = p_user_id
$$;
$samokoder_795$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '795', 'expired payers', 'SQL', 'V795__expired_payers.sql', -39014320,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(795);
end
$samokoder$;
