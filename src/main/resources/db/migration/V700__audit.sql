-- What happened that matters to security. Rows are added and, when their time is over, deleted; nobody
-- changes one, the service included.
create table public.audit_events (
    id uuid primary key,
    -- No reference: what an account did stays known after the account is gone.
    user_id uuid,
    event text not null check (event ~ '^[a-z_]{1,40}\.[a-z_]{1,40}$'),
    outcome text not null check (outcome in ('succeeded', 'refused')),
    -- What it was done to: a key, a token, a session, a factor.
    subject_id uuid,
    -- The access token it was done with; null for a session.
    access_token_id uuid,
    client_address text check (char_length(client_address) <= 64),
    -- Keyed: of an e-mail address that was tried.
    address_hash bytea check (octet_length(address_hash) = 16),
    request_id text check (char_length(request_id) <= 64),
    created_at timestamptz not null
);

create index audit_events_by_user on public.audit_events (user_id, created_at desc, id desc);
create index audit_events_by_age on public.audit_events (created_at);

alter table public.audit_events enable row level security;
alter table public.audit_events force row level security;
revoke all on public.audit_events from public, anon, authenticated;
create policy audit_events_own on public.audit_events for select to authenticated
    using ((select samo.acting_user()) = user_id);
create policy audit_events_service on public.audit_events for all to service_role
    using (true) with check (true);
grant select (
    id, user_id, event, outcome, subject_id, access_token_id, client_address, request_id, created_at
) on public.audit_events to authenticated;
-- Supabase's default privileges would give the service more than this.
revoke all on public.audit_events from service_role;
grant select, insert, delete, update (client_address, address_hash)
    on public.audit_events to service_role;

-- Holds for every role: a month passes before anything may go, and the one change that there is takes
-- away from where somebody came whose account is gone.
create function samo.audit_guard() returns trigger
language plpgsql
set search_path = ''
as $$
declare
    v_erased constant text[] := array['client_address', 'address_hash'];
begin
    if tg_op = 'DELETE' and old.created_at < now() - interval '30 days' then
        return old;
    end if;
    if tg_op = 'UPDATE'
        and new.client_address is null
        and new.address_hash is null
        and to_jsonb(new) - v_erased = to_jsonb(old) - v_erased
    then
        return new;
    end if;
    raise exception 'forbidden' using errcode = '42501';
end
$$;

revoke execute on function samo.audit_guard() from public;

create trigger audit_events_stay before update or delete on public.audit_events
    for each row execute function samo.audit_guard();
create trigger audit_events_stay_all before truncate on public.audit_events
    for each statement execute function samo.audit_guard();

-- Adds rows; one that is there already stays as it is. Where an account was deleted, its rows no longer
-- tell from where. Now and then a few rows whose time is over go.
create function public.audit_append(p_entries jsonb, p_retention_days integer) returns void
language plpgsql
set search_path = ''
as $$
begin
    insert into public.audit_events (
        id, user_id, event, outcome, subject_id, access_token_id, client_address, address_hash,
        request_id, created_at
    )
    select e.id, e.user_id, e.event, e.outcome, e.subject_id, e.access_token_id, e.client_address,
        decode(e.address_hash, 'hex'), e.request_id, e.created_at
    from jsonb_to_recordset(p_entries) as e (
        id uuid, user_id uuid, event text, outcome text, subject_id uuid, access_token_id uuid,
        client_address text, address_hash text, request_id text, created_at timestamptz
    )
    on conflict (id) do nothing;

    update public.audit_events a
    set client_address = null, address_hash = null
    where (a.client_address is not null or a.address_hash is not null)
        and a.user_id in (
            select e.user_id
            from jsonb_to_recordset(p_entries) as e (user_id uuid, event text, outcome text)
            where e.event = 'account.delete' and e.outcome = 'succeeded'
        );

    if random() < 0.02 then
        delete from public.audit_events
        where id in (
            select o.id from public.audit_events o
            where o.created_at < now() - make_interval(days => greatest(p_retention_days, 30))
                - interval '1 hour'
            order by o.created_at
            limit 1000
            for update skip locked);
    end if;
end
$$;

comment on function public.audit_append(jsonb, integer) is 'repeatable';

-- The user's own rows, newest first.
create function public.auth_list_audit_events(
    p_before_created_at timestamptz, p_before_id uuid, p_limit integer
) returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_agg(
        jsonb_build_object(
            'id', page.id,
            'created_at', page.created_at,
            'event', page.event,
            'outcome', page.outcome,
            'subject_id', page.subject_id,
            'access_token_id', page.access_token_id,
            'client_address', page.client_address,
            'request_id', page.request_id
        )
        order by page.created_at desc, page.id desc
    )
    from (
        select a.id, a.created_at, a.event, a.outcome, a.subject_id, a.access_token_id,
            a.client_address, a.request_id
        from public.audit_events a
        where a.user_id = samo.acting_user()
            and (p_before_id is null or (a.created_at, a.id) < (p_before_created_at, p_before_id))
        order by a.created_at desc, a.id desc
        limit p_limit
    ) page
$$;

revoke execute on function
    public.audit_append(jsonb, integer),
    public.auth_list_audit_events(timestamptz, uuid, integer)
from public, anon, authenticated;
grant execute on function public.audit_append(jsonb, integer) to service_role;
grant execute on function public.auth_list_audit_events(timestamptz, uuid, integer)
    to authenticated, service_role;
