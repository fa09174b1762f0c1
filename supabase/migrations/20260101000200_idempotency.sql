
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '120' and success
    ) then
        execute $samokoder_120$
-- Answers to requests that create or spend, kept for a day so that a repetition gets the same answer
-- instead of a second project, key or run. Only the service reads and writes them.

create table public.idempotency_keys (
    user_id uuid not null references auth.users (id) on delete cascade,
    key text not null check (char_length(key) between 1 and 255),
    route text not null check (char_length(route) <= 2048),
    -- SHA-256 of method, path and body.
    fingerprint bytea not null check (octet_length(fingerprint) = 32),
    -- Counts executions: one whose lease ran out must not answer for the next.
    attempt integer not null default 1,
    -- While it runs: until when its process is believed to be alive. Null once it has ended.
    lease_until timestamptz,
    -- Null where the answer was not kept.
    status integer,
    headers jsonb,
    body text,
    created_at timestamptz not null default now(),
    primary key (user_id, key)
);

create index idempotency_keys_by_age on public.idempotency_keys (user_id, created_at);

alter table public.idempotency_keys enable row level security;
alter table public.idempotency_keys force row level security;
revoke all on public.idempotency_keys from public, anon, authenticated;
grant select, insert, update, delete on public.idempotency_keys to service_role;

create policy idempotency_keys_service on public.idempotency_keys
    for all to service_role using (true) with check (true);

-- Claims a key. The outcome is execute (with the attempt's number), running, mismatch, replay, or
-- gone where the request ended well but its answer was not kept. Of two equal calls at once, the
-- second waits for the first one's row and then sees it running.
create function public.idempotency_begin(
    p_user_id uuid, p_key text, p_route text, p_fingerprint bytea, p_lease_seconds integer
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    claimed integer;
    known public.idempotency_keys;
begin
    delete from public.idempotency_keys
    where user_id = p_user_id and created_at < now() - interval '24 hours';

    insert into public.idempotency_keys as kept (user_id, key, route, fingerprint, lease_until)
    values (
        p_user_id, p_key, p_route, p_fingerprint,
        clock_timestamp() + make_interval(secs => p_lease_seconds)
    )
    on conflict (user_id, key) do update
        set attempt = kept.attempt + 1, lease_until = excluded.lease_until
        where kept.lease_until < clock_timestamp() and kept.fingerprint = excluded.fingerprint
    returning attempt into claimed;
    if claimed is not null then
        return jsonb_build_object('outcome', 'execute', 'attempt', claimed);
    end if;

    select * into known from public.idempotency_keys where user_id = p_user_id and key = p_key;
    return case
        when known.fingerprint is distinct from p_fingerprint
            then jsonb_build_object('outcome', 'mismatch')
        when known.lease_until is not null then jsonb_build_object('outcome', 'running')
        when known.status is null then jsonb_build_object('outcome', 'gone')
        else jsonb_build_object(
            'outcome', 'replay',
            'answer', jsonb_build_object(
                'status', known.status, 'headers', known.headers, 'body', known.body
            )
        )
    end;
end
$$;

-- Ends an attempt that succeeded or that failed for good; p_answer is null where it is not kept.
create function public.idempotency_finish(
    p_user_id uuid, p_key text, p_attempt integer, p_answer jsonb
) returns void
language sql
set search_path = ''
as $$
    update public.idempotency_keys
    set lease_until = null,
        status = (p_answer ->> 'status')::integer,
        headers = p_answer -> 'headers',
        body = p_answer ->> 'body'
    where user_id = p_user_id and key = p_key and attempt = p_attempt
$$;

-- Forgets an attempt that failed on our side, so that a repetition runs anew.
create function public.idempotency_release(p_user_id uuid, p_key text, p_attempt integer)
returns void
language sql
set search_path = ''
as $$
    delete from public.idempotency_keys
    where user_id = p_user_id
        and key = p_key
        and attempt = p_attempt
        and lease_until is not null
$$;

revoke execute on function
    public.idempotency_begin(uuid, text, text, bytea, integer),
    public.idempotency_finish(uuid, text, integer, jsonb),
    public.idempotency_release(uuid, text, integer)
from public, anon, authenticated;
grant execute on function
    public.idempotency_begin(uuid, text, text, bytea, integer),
    public.idempotency_finish(uuid, text, integer, jsonb),
    public.idempotency_release(uuid, text, integer)
to service_role;
$samokoder_120$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '120', 'idempotency', 'SQL', 'V120__idempotency.sql', 1707784149,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
