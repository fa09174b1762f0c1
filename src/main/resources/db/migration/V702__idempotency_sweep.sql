-- Answers whose day is over go whoever comes: their own user may never come back.
create index idempotency_keys_by_time on public.idempotency_keys (created_at);

-- Claims a key. The outcome is execute (with the attempt's number), running, mismatch, replay, or
-- gone where the request ended well but its answer was not kept. Of two equal calls at once, the
-- second waits for the first one's row and then sees it running. Now and then the old answers of users
-- who did not come back go, too.
create or replace function public.idempotency_begin(
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

    if random() < 0.02 then
        delete from public.idempotency_keys
        where (user_id, key) in (
            select o.user_id, o.key from public.idempotency_keys o
            where o.created_at < now() - interval '24 hours'
            limit 500
            for update skip locked);
    end if;

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
