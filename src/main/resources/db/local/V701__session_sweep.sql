-- Sessions that are over go whoever signs in: their own user may never come back.
create index sessions_by_expiry on auth.sessions (expires_at);

-- Opens a session with its first refresh token, and clears away what has expired of the same
-- user, now and then of others.
create or replace function public.local_open_session(
    p_user_id uuid,
    p_session_id uuid,
    p_refresh_hash bytea,
    p_lifetime_seconds bigint
) returns void
language plpgsql
set search_path = ''
as $$
declare
    v_expires timestamptz := now() + make_interval(secs => p_lifetime_seconds);
begin
    delete from auth.sessions where user_id = p_user_id and expires_at < now();
    if random() < 0.02 then
        delete from auth.sessions
        where id in (
            select o.id from auth.sessions o
            where o.expires_at < now()
            limit 500
            for update skip locked);
    end if;
    insert into auth.sessions (id, user_id, expires_at) values (p_session_id, p_user_id, v_expires);
    insert into auth.refresh_tokens (hash, session_id, expires_at)
    values (p_refresh_hash, p_session_id, v_expires);
end
$$;
