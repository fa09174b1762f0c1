
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '400' and success
    ) then
        execute $samokoder_400$
-- Runs: one row is one durable generation. A worker leases it, walks it step by step and commits
-- each step whole; whatever a worker had in its memory may be lost at any time.

create table public.runs (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    project_id uuid not null,
    kind text not null default 'generate' check (kind in ('generate')),
    status text not null default 'queued' check (status in (
        'queued', 'running', 'awaiting_input', 'paused', 'completed', 'failed', 'cancelled')),
    mode text not null check (mode in ('auto', 'interactive')),
    thoroughness text not null check (thoroughness in ('draft', 'standard', 'thorough')),
    limits jsonb not null default '{}',
    instructions text,
    -- The pipeline's: everything that decides what happens next.
    state jsonb not null,
    -- What the project goes back to when the run is cancelled.
    project_stage text not null,
    lease_owner text,
    -- Grows with every claim; a worker that holds an older one cannot write any more.
    lease_epoch bigint not null default 0,
    lease_until timestamptz,
    -- Claims since the last finished step.
    attempts integer not null default 0,
    cancel_requested boolean not null default false,
    error_code text,
    error jsonb,
    pause_reason text,
    resume_after timestamptz,
    progress integer not null default 0 check (progress between 0 and 100),
    current_agent text,
    steps integer not null default 0,
    input_tokens bigint not null default 0,
    output_tokens bigint not null default 0,
    cost_usd numeric(18, 9) not null default 0,
    -- Time spent working, up to working_since; pauses do not count against the limit of minutes.
    worked_ms bigint not null default 0,
    working_since timestamptz,
    last_seq bigint not null default 0,
    created_at timestamptz not null default now(),
    queued_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz,
    updated_at timestamptz not null default now(),
    unique (user_id, id),
    foreign key (user_id, project_id) references public.projects (user_id, id) on delete cascade
);

create unique index runs_one_active on public.runs (project_id)
    where status in ('queued', 'running', 'awaiting_input', 'paused');
create index runs_by_project on public.runs (user_id, project_id, created_at desc, id desc);
create index runs_claimable on public.runs (queued_at)
    where status in ('queued', 'running', 'paused');

create trigger runs_touch before update on public.runs
    for each row execute function samo.touch();

-- A row appears before the agent works, so that a step which a crash cut short is seen as such.
create table public.run_steps (
    run_id uuid not null,
    step_id text not null,
    user_id uuid not null references auth.users (id) on delete cascade,
    agent text not null,
    attempt integer not null default 1,
    status text not null check (status in ('running', 'completed', 'failed')),
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    input_tokens bigint not null default 0,
    output_tokens bigint not null default 0,
    cost_usd numeric(18, 9),
    version integer,
    message text,
    primary key (run_id, step_id),
    foreign key (user_id, run_id) references public.runs (user_id, id) on delete cascade
);

create index run_steps_by_user on public.run_steps (user_id, run_id);

-- What a run tells, append-only; seq has no gaps, since the run's row hands it out.
create table public.run_events (
    run_id uuid not null,
    seq bigint not null,
    user_id uuid not null references auth.users (id) on delete cascade,
    type text not null,
    step text,
    agent text,
    data jsonb not null default '{}',
    at timestamptz not null default clock_timestamp(),
    primary key (run_id, seq),
    foreign key (user_id, run_id) references public.runs (user_id, id) on delete cascade
);

create index run_events_by_user on public.run_events (user_id, run_id);

alter table public.runs enable row level security;
alter table public.runs force row level security;
alter table public.run_steps enable row level security;
alter table public.run_steps force row level security;
alter table public.run_events enable row level security;
alter table public.run_events force row level security;

revoke all on public.runs, public.run_steps, public.run_events from public, anon, authenticated;
grant select on public.runs, public.run_steps, public.run_events to authenticated;
grant select, insert, update, delete on public.runs, public.run_steps, public.run_events
    to service_role;

create policy runs_own on public.runs for select to authenticated
    using ((select samo.acting_user()) = user_id);
create policy runs_service on public.runs for all to service_role using (true) with check (true);
create policy run_steps_own on public.run_steps for select to authenticated
    using ((select samo.acting_user()) = user_id);
create policy run_steps_service on public.run_steps for all to service_role
    using (true) with check (true);
create policy run_events_own on public.run_events for select to authenticated
    using ((select samo.acting_user()) = user_id);
create policy run_events_service on public.run_events for all to service_role
    using (true) with check (true);
$samokoder_400$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '400', 'runs', 'SQL', 'V400__runs.sql', -582223374,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
