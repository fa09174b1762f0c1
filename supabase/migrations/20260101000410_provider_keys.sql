
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '250' and success
    ) then
        execute $samokoder_250$
-- The keys users bring. A user may read everything about an own key except the key itself: the
-- sealed columns are granted to nobody but the service, and only the service writes.

create table public.provider_keys (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    provider text not null check (provider ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
    name text not null check (char_length(name) between 1 and 100),
    base_url text check (char_length(base_url) between 1 and 2048),
    priority integer not null default 100 check (priority between 0 and 1000),
    allowed_models jsonb not null default '[]' check (jsonb_typeof(allowed_models) = 'array'),
    status text not null default 'unchecked'
        check (status in ('unchecked', 'valid', 'invalid', 'exhausted', 'rate_limited')),
    -- Why the last check or call failed: a word of the error vocabulary; null when it did not.
    status_reason text check (char_length(status_reason) <= 64),
    checked_at timestamptz,
    last_used_at timestamptz,
    -- Counts the owner's changes; what the service observes does not make an If-Match stale.
    version bigint not null default 1,
    last_four text,
    scheme integer,
    kek_id text,
    nonce bytea,
    ciphertext bytea,
    -- HMAC of the key: tells that a key is here twice without telling the key.
    fingerprint bytea,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (user_id, id),
    -- Some providers need no key; then nothing is sealed.
    check (num_nulls(last_four, scheme, kek_id, nonce, ciphertext, fingerprint) in (0, 6))
);

create index provider_keys_by_priority on public.provider_keys (user_id, priority, id);

-- The owner's changes only: being used or checked does not change a key.
create trigger provider_keys_touch before update of version on public.provider_keys
    for each row execute function samo.touch();

alter table public.provider_keys enable row level security;
alter table public.provider_keys force row level security;
revoke all on public.provider_keys from public, anon, authenticated;
grant select (
    id, user_id, provider, name, base_url, priority, allowed_models, status, status_reason,
    checked_at, last_used_at, version, last_four, created_at, updated_at
) on public.provider_keys to authenticated;
grant select, insert, update, delete on public.provider_keys to service_role;

create policy provider_keys_own on public.provider_keys
    for select to authenticated using ((select samo.acting_user()) = user_id);
create policy provider_keys_service on public.provider_keys
    for all to service_role using (true) with check (true);

-- What may be shown of a key.
create view samo.provider_keys_shown with (security_invoker = true) as
select
    id, user_id, provider, name, base_url, priority, allowed_models, status, status_reason,
    checked_at, last_used_at, version, last_four, created_at, updated_at
from public.provider_keys;
revoke all on samo.provider_keys_shown from public, anon, authenticated;
grant select on samo.provider_keys_shown to authenticated, service_role;

create function public.keys_list() returns jsonb
language sql stable security invoker set search_path = '' as $$
    select coalesce(jsonb_agg(to_jsonb(k) order by k.priority, k.id), '[]'::jsonb)
    from samo.provider_keys_shown k
    where k.user_id = samo.acting_user();
$$;

create function public.keys_find(p_id uuid) returns jsonb
language sql stable security invoker set search_path = '' as $$
    select to_jsonb(k)
    from samo.provider_keys_shown k
    where k.user_id = samo.acting_user() and k.id = p_id;
$$;

-- Whether the user has this key already, sealed under whichever master key: a fingerprint per
-- configured master key is asked for.
create function samo.keys_twin(
    p_user_id uuid, p_provider text, p_base_url text, p_fingerprints jsonb, p_except uuid
) returns boolean
language sql stable security invoker set search_path = '' as $$
    select exists (
        select from public.provider_keys k
        where k.user_id = p_user_id
            and k.provider = p_provider
            and k.base_url is not distinct from p_base_url
            and k.id is distinct from p_except
            and encode(k.fingerprint, 'base64') in (
                select jsonb_array_elements_text(p_fingerprints)
            )
    );
$$;

-- Answers {outcome: added|duplicate|too_many, key}. The lock makes count and insert one step for
-- each user.
create function public.keys_add(
    p_user_id uuid, p_id uuid, p_key jsonb, p_sealed jsonb, p_fingerprints jsonb, p_limit integer
) returns jsonb
language plpgsql security invoker set search_path = '' as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('provider_keys:' || p_user_id, 0));
    if (select count(*) from public.provider_keys k where k.user_id = p_user_id) >= p_limit then
        return jsonb_build_object('outcome', 'too_many', 'key', null);
    end if;
    if samo.keys_twin(
        p_user_id, p_key ->> 'provider', p_key ->> 'base_url', p_fingerprints, null
    ) then
        return jsonb_build_object('outcome', 'duplicate', 'key', null);
    end if;
    insert into public.provider_keys (
        id, user_id, provider, name, base_url, priority, allowed_models,
        last_four, scheme, kek_id, nonce, ciphertext, fingerprint
    ) values (
        p_id, p_user_id, p_key ->> 'provider', p_key ->> 'name', p_key ->> 'base_url',
        (p_key ->> 'priority')::integer, p_key -> 'allowed_models',
        p_sealed ->> 'last_four', (p_sealed ->> 'scheme')::integer, p_sealed ->> 'kek_id',
        decode(p_sealed ->> 'nonce', 'base64'), decode(p_sealed ->> 'ciphertext', 'base64'),
        decode(p_sealed ->> 'fingerprint', 'base64')
    );
    return jsonb_build_object('outcome', 'added', 'key', (
        select to_jsonb(k) from samo.provider_keys_shown k where k.id = p_id
    ));
end;
$$;

-- Changes what is not null. A new secret or address makes the key unchecked again. Answers
-- {outcome: changed|duplicate, key}; raises not_found and version_conflict.
create function public.keys_change(
    p_user_id uuid, p_id uuid, p_version bigint, p_change jsonb, p_sealed jsonb,
    p_fingerprints jsonb
) returns jsonb
language plpgsql security invoker set search_path = '' as $$
declare
    v_key public.provider_keys;
    v_base_url text;
begin
    perform pg_advisory_xact_lock(hashtextextended('provider_keys:' || p_user_id, 0));
    select * into v_key from public.provider_keys k
    where k.user_id = p_user_id and k.id = p_id
    for update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if v_key.version <> p_version then
        raise exception 'version_conflict' using errcode = 'PT412';
    end if;
    v_base_url := coalesce(p_change ->> 'base_url', v_key.base_url);
    if samo.keys_twin(p_user_id, v_key.provider, v_base_url, p_fingerprints, p_id) then
        return jsonb_build_object('outcome', 'duplicate', 'key', null);
    end if;
    update public.provider_keys k set
        name = coalesce(p_change ->> 'name', k.name),
        base_url = v_base_url,
        priority = coalesce((p_change ->> 'priority')::integer, k.priority),
        allowed_models = coalesce(nullif(p_change -> 'allowed_models', 'null'), k.allowed_models),
        version = k.version + 1
    where k.id = p_id;
    if p_sealed is not null or v_base_url is distinct from v_key.base_url then
        update public.provider_keys k set
            status = 'unchecked', status_reason = null, checked_at = null
        where k.id = p_id;
    end if;
    if p_sealed is not null then
        update public.provider_keys k set
            last_four = p_sealed ->> 'last_four',
            scheme = (p_sealed ->> 'scheme')::integer,
            kek_id = p_sealed ->> 'kek_id',
            nonce = decode(p_sealed ->> 'nonce', 'base64'),
            ciphertext = decode(p_sealed ->> 'ciphertext', 'base64'),
            fingerprint = decode(p_sealed ->> 'fingerprint', 'base64')
        where k.id = p_id;
    end if;
    return jsonb_build_object('outcome', 'changed', 'key', (
        select to_jsonb(k) from samo.provider_keys_shown k where k.id = p_id
    ));
end;
$$;

create function public.keys_delete(p_user_id uuid, p_id uuid, p_version bigint) returns void
language plpgsql security invoker set search_path = '' as $$
declare
    v_version bigint;
begin
    select k.version into v_version from public.provider_keys k
    where k.user_id = p_user_id and k.id = p_id
    for update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if v_version <> p_version then
        raise exception 'version_conflict' using errcode = 'PT412';
    end if;
    delete from public.provider_keys k where k.id = p_id;
end;
$$;

-- The sealed key as JSON; base64 as Postgres writes it holds line breaks, which JSON's readers
-- do not expect.
create function samo.keys_sealed(p_key public.provider_keys) returns jsonb
language sql immutable set search_path = '' as $$
    select jsonb_build_object(
        'id', p_key.id,
        'user_id', p_key.user_id,
        'provider', p_key.provider,
        'base_url', p_key.base_url,
        'scheme', p_key.scheme,
        'kek_id', p_key.kek_id,
        'nonce', translate(encode(p_key.nonce, 'base64'), E'\n', ''),
        'ciphertext', translate(encode(p_key.ciphertext, 'base64'), E'\n', '')
    );
$$;

-- Hands out a sealed key for one call and notes its use.
create function public.keys_open(p_user_id uuid, p_id uuid) returns jsonb
language sql security invoker set search_path = '' as $$
    update public.provider_keys k set last_used_at = now()
    where k.user_id = p_user_id and k.id = p_id
    returning samo.keys_sealed(k);
$$;

-- Keeps what a check or a call told about a key; a null status leaves the status as it is.
create function public.keys_observe(
    p_user_id uuid, p_id uuid, p_status text, p_reason text
) returns jsonb
language sql security invoker set search_path = '' as $$
    update public.provider_keys k set
        status = coalesce(p_status, k.status),
        status_reason = p_reason,
        checked_at = now()
    where k.user_id = p_user_id and k.id = p_id
    returning jsonb_build_object('status', k.status);
$$;

-- Rotation: keys of all users that another master key than the newest has sealed, by id.
create function public.keys_outdated(p_kek_id text, p_after uuid, p_limit integer) returns jsonb
language sql stable security invoker set search_path = '' as $$
    select jsonb_agg(samo.keys_sealed(k) order by k.id)
    from public.provider_keys k
    where k.id in (
        select o.id from public.provider_keys o
        where o.kek_id <> p_kek_id and (p_after is null or o.id > p_after)
        order by o.id
        limit p_limit
    );
$$;

-- Swaps sealed keys for the same keys sealed anew; each only where it is still what was read, so
-- that a key its owner replaced meanwhile stays the owner's. Answers {resealed}.
create function public.keys_reseal(p_keys jsonb) returns jsonb
language sql security invoker set search_path = '' as $$
    with swapped as (
        update public.provider_keys k set
            scheme = (n.value ->> 'scheme')::integer,
            kek_id = n.value ->> 'kek_id',
            nonce = decode(n.value ->> 'nonce', 'base64'),
            ciphertext = decode(n.value ->> 'ciphertext', 'base64'),
            fingerprint = decode(n.value ->> 'fingerprint', 'base64')
        from jsonb_array_elements(p_keys) n
        where k.id = (n.value ->> 'id')::uuid
            and k.ciphertext = decode(n.value ->> 'was', 'base64')
        returning 1
    )
    select jsonb_build_object('resealed', count(*)) from swapped;
$$;

revoke execute on function
    samo.keys_twin(uuid, text, text, jsonb, uuid),
    samo.keys_sealed(public.provider_keys),
    public.keys_list(),
    public.keys_find(uuid),
    public.keys_add(uuid, uuid, jsonb, jsonb, jsonb, integer),
    public.keys_change(uuid, uuid, bigint, jsonb, jsonb, jsonb),
    public.keys_delete(uuid, uuid, bigint),
    public.keys_open(uuid, uuid),
    public.keys_observe(uuid, uuid, text, text),
    public.keys_outdated(text, uuid, integer),
    public.keys_reseal(jsonb)
from public, anon, authenticated;

grant execute on function public.keys_list(), public.keys_find(uuid)
to authenticated, service_role;
grant execute on function
    samo.keys_twin(uuid, text, text, jsonb, uuid),
    samo.keys_sealed(public.provider_keys),
    public.keys_add(uuid, uuid, jsonb, jsonb, jsonb, integer),
    public.keys_change(uuid, uuid, bigint, jsonb, jsonb, jsonb),
    public.keys_delete(uuid, uuid, bigint),
    public.keys_open(uuid, uuid),
    public.keys_observe(uuid, uuid, text, text),
    public.keys_outdated(text, uuid, integer),
    public.keys_reseal(jsonb)
to service_role;
$samokoder_250$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '250', 'provider keys', 'SQL', 'V250__provider_keys.sql', -1380359736,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
