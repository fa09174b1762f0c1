-- Sign-in without Supabase: sessions, refresh tokens and the keys that sign access tokens. On Supabase
-- this file is left out, as its own auth service keeps all of that.

alter table auth.users enable row level security;
alter table auth.users force row level security;
revoke all on auth.users from public, anon, authenticated;
create policy users_service on auth.users for all to service_role using (true) with check (true);
grant select, insert, update, delete on auth.users to service_role;

-- A sign-in on one device. Ending it ends its refresh tokens at once and its access tokens within the
-- seconds that a session's state is cached.
create table auth.sessions (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    created_at timestamptz not null default now(),
    refreshed_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz
);
create index sessions_user on auth.sessions (user_id);

-- Refresh tokens by the SHA-256 of their 256 random bits. A used one is kept until it would have
-- expired anyway: seeing it again is how theft is noticed.
create table auth.refresh_tokens (
    hash bytea primary key check (octet_length(hash) = 32),
    session_id uuid not null references auth.sessions (id) on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz
);
create index refresh_tokens_session on auth.refresh_tokens (session_id);

-- The private half is sealed by the master key; the public half stays here for as long as tokens that
-- it signed may be around.
create table auth.signing_keys (
    kid text primary key,
    public_key bytea not null,
    sealed_version integer not null,
    sealed_kek_id text not null,
    sealed_nonce bytea not null,
    sealed_private_key bytea not null,
    created_at timestamptz not null default now()
);

alter table auth.sessions enable row level security;
alter table auth.sessions force row level security;
alter table auth.refresh_tokens enable row level security;
alter table auth.refresh_tokens force row level security;
alter table auth.signing_keys enable row level security;
alter table auth.signing_keys force row level security;
revoke all on auth.sessions, auth.refresh_tokens, auth.signing_keys from public, anon, authenticated;
create policy sessions_service on auth.sessions
    for all to service_role using (true) with check (true);
create policy refresh_tokens_service on auth.refresh_tokens
    for all to service_role using (true) with check (true);
create policy signing_keys_service on auth.signing_keys
    for all to service_role using (true) with check (true);
grant select, insert, update, delete
    on auth.sessions, auth.refresh_tokens, auth.signing_keys to service_role;

create function samo.local_identity(p_user auth.users) returns jsonb
language sql
immutable
set search_path = ''
as $$
    select jsonb_build_object(
        'id', p_user.id,
        'email', p_user.email,
        'created_at', p_user.created_at,
        'password_hash', null
    )
$$;

-- Opens a session with its first refresh token, and clears away what has expired of the same user.
create function public.local_open_session(
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
    insert into auth.sessions (id, user_id, expires_at) values (p_session_id, p_user_id, v_expires);
    insert into auth.refresh_tokens (hash, session_id, expires_at)
    values (p_refresh_hash, p_session_id, v_expires);
end
$$;

-- A new user with profile and first session, or conflict where the address is taken.
create function public.local_register(
    p_user_id uuid,
    p_email text,
    p_password_hash text,
    p_full_name text,
    p_session_id uuid,
    p_refresh_hash bytea,
    p_lifetime_seconds bigint
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_user auth.users;
begin
    insert into auth.users (id, email, encrypted_password)
    values (p_user_id, p_email, p_password_hash)
    on conflict do nothing
    returning * into v_user;
    if not found then
        raise exception 'conflict' using errcode = 'PT409';
    end if;
    insert into public.profiles (user_id, full_name) values (p_user_id, p_full_name);
    perform public.local_open_session(
        p_user_id, p_session_id, p_refresh_hash, p_lifetime_seconds
    );
    return samo.local_identity(v_user);
end
$$;

create function public.local_find_credentials(p_email text) returns jsonb
language sql
stable
set search_path = ''
as $$
    select samo.local_identity(u) || jsonb_build_object('password_hash', u.encrypted_password)
    from auth.users u
    where lower(u.email) = lower(p_email)
$$;

create function public.local_get_credentials(p_user_id uuid) returns jsonb
language sql
stable
set search_path = ''
as $$
    select samo.local_identity(u) || jsonb_build_object('password_hash', u.encrypted_password)
    from auth.users u
    where u.id = p_user_id
$$;

-- Exchanges a refresh token for its successor. The same token within the grace time answers the same
-- successor again, because the answer may have been lost on its way or several tabs may ask at once;
-- later it is a copy in foreign hands: the session ends and no identity is told. NULL for a token that
-- is not valid.
create function public.local_refresh(
    p_hash bytea,
    p_successor_hash bytea,
    p_grace_seconds bigint,
    p_lifetime_seconds bigint
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_session auth.sessions;
    v_token auth.refresh_tokens;
    v_user auth.users;
    v_expires timestamptz := now() + make_interval(secs => p_lifetime_seconds);
begin
    -- The session first, then the token: the order in which a deletion takes them, too.
    select s.* into v_session
    from auth.sessions s
    where s.id = (select t.session_id from auth.refresh_tokens t where t.hash = p_hash)
    for update;
    if not found or v_session.revoked_at is not null then
        return null;
    end if;
    select * into v_token from auth.refresh_tokens where hash = p_hash for update;
    if not found or v_token.expires_at < now() then
        return null;
    end if;
    if v_token.used_at < now() - make_interval(secs => p_grace_seconds) then
        update auth.sessions set revoked_at = now() where id = v_session.id;
        return jsonb_build_object(
            'user_id', v_session.user_id, 'session_id', v_session.id, 'identity', null
        );
    end if;
    -- Successors are derived with the master key: after its change the old answer cannot be repeated.
    if v_token.used_at is not null
        and not exists (select from auth.refresh_tokens where hash = p_successor_hash)
    then
        return null;
    end if;
    if v_token.used_at is null then
        update auth.refresh_tokens set used_at = now() where hash = p_hash;
        delete from auth.refresh_tokens where session_id = v_session.id and expires_at < now();
        insert into auth.refresh_tokens (hash, session_id, expires_at)
        values (p_successor_hash, v_session.id, v_expires);
        update auth.sessions set refreshed_at = now(), expires_at = v_expires
        where id = v_session.id;
    end if;
    select * into v_user from auth.users where id = v_session.user_id;
    return jsonb_build_object(
        'user_id', v_session.user_id,
        'session_id', v_session.id,
        'identity', samo.local_identity(v_user)
    );
end
$$;

create function public.local_session_active(p_user_id uuid, p_session_id uuid) returns jsonb
language sql
stable
set search_path = ''
as $$
    select to_jsonb(exists (
        select
        from auth.sessions s
        where s.id = p_session_id
            and s.user_id = p_user_id
            and s.revoked_at is null
            and s.expires_at > now()
    ))
$$;

create function public.local_end_session(p_user_id uuid, p_session_id uuid) returns void
language sql
set search_path = ''
as $$
    update auth.sessions set revoked_at = now()
    where user_id = p_user_id and id = p_session_id and revoked_at is null
$$;

-- Ends every session of the user; the one named, if any, is spared.
create function public.local_end_sessions(p_user_id uuid, p_spared_session_id uuid) returns void
language sql
set search_path = ''
as $$
    update auth.sessions set revoked_at = now()
    where user_id = p_user_id
        and revoked_at is null
        and id is distinct from p_spared_session_id
$$;

-- The new password counts only if the old one is still the one that was checked, and ends every
-- other session in the same transaction.
create function public.local_change_password(
    p_user_id uuid,
    p_old_hash text,
    p_new_hash text,
    p_session_id uuid
) returns void
language plpgsql
set search_path = ''
as $$
begin
    update auth.users set encrypted_password = p_new_hash, updated_at = now()
    where id = p_user_id and encrypted_password = p_old_hash;
    if not found then
        raise exception 'conflict' using errcode = 'PT409';
    end if;
    perform public.local_end_sessions(p_user_id, p_session_id);
end
$$;

create function public.local_delete_user(p_user_id uuid) returns void
language sql
set search_path = ''
as $$
    delete from auth.users where id = p_user_id
$$;

create function public.local_add_signing_key(
    p_kid text,
    p_public_key bytea,
    p_sealed_version integer,
    p_sealed_kek_id text,
    p_sealed_nonce bytea,
    p_sealed_private_key bytea
) returns void
language sql
set search_path = ''
as $$
    insert into auth.signing_keys (
        kid, public_key, sealed_version, sealed_kek_id, sealed_nonce, sealed_private_key
    )
    values (
        p_kid, p_public_key, p_sealed_version, p_sealed_kek_id, p_sealed_nonce, p_sealed_private_key
    )
$$;

-- Newest first. Base64 without the line breaks that encode() puts in.
create function public.local_list_signing_keys() returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_agg(
        jsonb_build_object(
            'kid', k.kid,
            'public_key', translate(encode(k.public_key, 'base64'), E'\n', ''),
            'sealed_version', k.sealed_version,
            'sealed_kek_id', k.sealed_kek_id,
            'sealed_nonce', translate(encode(k.sealed_nonce, 'base64'), E'\n', ''),
            'sealed_private_key', translate(encode(k.sealed_private_key, 'base64'), E'\n', '')
        )
        order by k.created_at desc, k.kid
    )
    from auth.signing_keys k
$$;

revoke execute on function
    samo.local_identity(auth.users),
    public.local_open_session(uuid, uuid, bytea, bigint),
    public.local_register(uuid, text, text, text, uuid, bytea, bigint),
    public.local_find_credentials(text),
    public.local_get_credentials(uuid),
    public.local_refresh(bytea, bytea, bigint, bigint),
    public.local_session_active(uuid, uuid),
    public.local_end_session(uuid, uuid),
    public.local_end_sessions(uuid, uuid),
    public.local_change_password(uuid, text, text, uuid),
    public.local_delete_user(uuid),
    public.local_add_signing_key(text, bytea, integer, text, bytea, bytea),
    public.local_list_signing_keys()
    from public, anon, authenticated;
grant execute on function
    samo.local_identity(auth.users),
    public.local_open_session(uuid, uuid, bytea, bigint),
    public.local_register(uuid, text, text, text, uuid, bytea, bigint),
    public.local_find_credentials(text),
    public.local_get_credentials(uuid),
    public.local_refresh(bytea, bytea, bigint, bigint),
    public.local_session_active(uuid, uuid),
    public.local_end_session(uuid, uuid),
    public.local_end_sessions(uuid, uuid),
    public.local_change_password(uuid, text, text, uuid),
    public.local_delete_user(uuid),
    public.local_add_signing_key(text, bytea, integer, text, bytea, bytea),
    public.local_list_signing_keys()
    to service_role;
