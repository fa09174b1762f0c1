
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '568' and success
    ) then
        execute $samokoder_568$
-- A run that an access token set going counts in that token's budget, too: otherwise a token could
-- spend through runs what it may not spend itself. No foreign key to runs: it is written before.

create table public.run_payers (
    run_id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    access_token_id uuid,
    created_at timestamptz not null default now(),
    foreign key (user_id, access_token_id)
        references public.access_tokens (user_id, id) on delete cascade
);

create index run_payers_by_user on public.run_payers (user_id, access_token_id);

alter table public.run_payers enable row level security;
alter table public.run_payers force row level security;
revoke all on public.run_payers from public, anon, authenticated;
grant select, insert, update, delete on public.run_payers to service_role;
create policy run_payers_service on public.run_payers
    for all to service_role using (true) with check (true);

-- From now on this token pays, or nobody but the owner.
create function public.usage_set_run_payer(
    p_user_id uuid, p_run_id uuid, p_access_token_id uuid
) returns void
language sql set search_path = '' as $$
    insert into public.run_payers as p (run_id, user_id, access_token_id)
    values (p_run_id, p_user_id, p_access_token_id)
    on conflict (run_id) do update set access_token_id = excluded.access_token_id
    where p.user_id = excluded.user_id
$$;

create function public.usage_run_payer(p_user_id uuid, p_run_id uuid) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object('access_token_id', p.access_token_id)
    from public.run_payers p
    where p.run_id = p_run_id and p.user_id = p_user_id
$$;

revoke execute on function
    public.usage_set_run_payer(uuid, uuid, uuid),
    public.usage_run_payer(uuid, uuid)
from public, anon, authenticated;
grant execute on function
    public.usage_set_run_payer(uuid, uuid, uuid),
    public.usage_run_payer(uuid, uuid)
to service_role;
$samokoder_568$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '568', 'run payers', 'SQL', 'V568__run_payers.sql', 1900237824,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
