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
