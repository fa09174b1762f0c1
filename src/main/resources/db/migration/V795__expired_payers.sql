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
