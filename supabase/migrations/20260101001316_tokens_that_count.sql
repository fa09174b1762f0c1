
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '796' and success
    ) then
        execute $samokoder_796$
-- Whether an access token still counts, for answers that take long.
create function public.auth_access_token_counts(p_user_id uuid, p_id uuid) returns jsonb
language sql
stable
set search_path = ''
as $$
    select to_jsonb(exists (
        select from public.access_tokens t
        where t.user_id = p_user_id and t.id = p_id
            and t.revoked_at is null
            and (t.expires_at is null or t.expires_at > now())))
$$;

revoke execute on function public.auth_access_token_counts(uuid, uuid)
    from public, anon, authenticated;
grant execute on function public.auth_access_token_counts(uuid, uuid) to service_role;
$samokoder_796$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '796', 'tokens that count', 'SQL', 'V796__tokens_that_count.sql', -1070169224,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(796);
end
$samokoder$;
