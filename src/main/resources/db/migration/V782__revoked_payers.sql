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
