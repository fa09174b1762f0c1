
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '532' and success
    ) then
        execute $samokoder_532$
-- Checkpoints: what a run in interactive mode asks its owner before it goes on.

create table public.run_checkpoints (
    id uuid primary key,
    run_id uuid not null,
    user_id uuid not null references auth.users (id) on delete cascade,
    kind text not null check (kind in ('specification', 'plan')),
    -- What is to be decided, as the owner sees it.
    content jsonb not null,
    decision text check (decision in ('approve', 'change')),
    created_at timestamptz not null default clock_timestamp(),
    resolved_at timestamptz,
    check ((decision is null) = (resolved_at is null)),
    foreign key (user_id, run_id) references public.runs (user_id, id) on delete cascade
);

create index run_checkpoints_by_run on public.run_checkpoints (user_id, run_id, created_at);

alter table public.run_checkpoints enable row level security;
alter table public.run_checkpoints force row level security;

revoke all on public.run_checkpoints from public, anon, authenticated;
grant select on public.run_checkpoints to authenticated;
grant select, insert, update, delete on public.run_checkpoints to service_role;

create policy run_checkpoints_own on public.run_checkpoints for select to authenticated
    using ((select samo.acting_user()) = user_id);
create policy run_checkpoints_service on public.run_checkpoints for all to service_role
    using (true) with check (true);

-- A checkpoint that nobody resolved is open as long as its run waits for it, and dropped afterwards.
create function samo.run_checkpoint_json(c public.run_checkpoints, p_run_status text) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'id', c.id,
        'run_id', c.run_id,
        'kind', c.kind,
        'status', case
            when c.resolved_at is not null then 'resolved'
            when p_run_status = 'awaiting_input' then 'open'
            else 'dropped'
        end,
        'content', c.content,
        'decision', c.decision,
        'created_at', c.created_at,
        'resolved_at', c.resolved_at)
$$;

-- Leaves a run to its owner: nobody works on it until the checkpoint is resolved.
create function public.run_await(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_checkpoint_id uuid, p_kind text,
    p_content jsonb, p_spent jsonb, p_events jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs := samo.run_hold(p_user_id, p_run_id, p_epoch);
begin
    if v_run.cancel_requested then
        return public.run_finish(
            p_user_id, p_run_id, p_epoch, 'cancelled', p_spent, p_events);
    end if;
    insert into public.run_checkpoints (id, run_id, user_id, kind, content)
        values (p_checkpoint_id, p_run_id, p_user_id, p_kind, p_content);
    update public.runs set attempts = 0 where id = p_run_id;
    v_run := samo.run_leave(v_run, 'awaiting_input', p_spent, p_events || jsonb_build_array(
        jsonb_build_object('type', 'checkpoint.required', 'data', jsonb_build_object(
            'checkpoint_id', p_checkpoint_id, 'kind', p_kind))));
    return samo.run_json(v_run);
end
$$;

-- Resolves an open checkpoint and queues its run. p_state is the run's state with the decision in
-- it, made from the one that run_checkpoint_read answered; nobody else changes it meanwhile, for the
-- run waits for this very checkpoint.
create function public.run_checkpoint_resolve(
    p_user_id uuid, p_run_id uuid, p_id uuid, p_decision text, p_state jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs;
    v_checkpoint public.run_checkpoints;
begin
    perform 1 from public.projects p
        where p.user_id = p_user_id
            and p.id = (select r.project_id from public.runs r where r.id = p_run_id)
        for no key update;
    select * into v_run from public.runs
        where id = p_run_id and user_id = p_user_id
        for no key update;
    select * into v_checkpoint from public.run_checkpoints
        where id = p_id and run_id = p_run_id and user_id = p_user_id;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if v_run.status <> 'awaiting_input' or v_checkpoint.resolved_at is not null then
        raise exception 'conflict' using errcode = 'PT409';
    end if;
    update public.run_checkpoints set decision = p_decision, resolved_at = clock_timestamp()
        where id = p_id
        returning * into v_checkpoint;
    update public.runs
        set status = 'queued', state = p_state, queued_at = clock_timestamp()
        where id = p_run_id;
    perform samo.run_log(p_run_id, jsonb_build_array(
        jsonb_build_object('type', 'checkpoint.resolved', 'data', jsonb_build_object(
            'checkpoint_id', p_id, 'kind', v_checkpoint.kind, 'decision', p_decision)),
        jsonb_build_object('type', 'run.queued', 'data', jsonb_build_object(
            'after', 'awaiting_input'))));
    perform pg_notify('samo_runs', 'queued:' || p_run_id);
    return samo.run_checkpoint_json(v_checkpoint, 'queued');
end
$$;

-- An open or closed checkpoint, with the state that a decision is made from. Null for strangers.
create function public.run_checkpoint_read(p_user_id uuid, p_run_id uuid, p_id uuid) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'checkpoint', samo.run_checkpoint_json(c, r.status), 'state', r.state)
    from public.run_checkpoints c
    join public.runs r on r.id = c.run_id
    where c.user_id = p_user_id and c.run_id = p_run_id and c.id = p_id
$$;

-- A run's checkpoints, newest first. Null for strangers.
create function public.run_checkpoints_list(p_run_id uuid, p_limit integer) returns jsonb
language sql stable set search_path = ''
as $$
    select coalesce((
        select jsonb_agg(samo.run_checkpoint_json(c, r.status) order by c.created_at desc, c.id)
        from (
            select * from public.run_checkpoints
            where run_id = r.id
            order by created_at desc, id
            limit p_limit) c), '[]')
    from public.runs r
    where r.id = p_run_id and r.user_id = (select samo.acting_user())
$$;

revoke execute on function
    samo.run_checkpoint_json(public.run_checkpoints, text),
    public.run_await(uuid, uuid, bigint, uuid, text, jsonb, jsonb, jsonb),
    public.run_checkpoint_resolve(uuid, uuid, uuid, text, jsonb),
    public.run_checkpoint_read(uuid, uuid, uuid),
    public.run_checkpoints_list(uuid, integer)
    from public, anon, authenticated;
grant execute on function
    samo.run_checkpoint_json(public.run_checkpoints, text),
    public.run_await(uuid, uuid, bigint, uuid, text, jsonb, jsonb, jsonb),
    public.run_checkpoint_resolve(uuid, uuid, uuid, text, jsonb),
    public.run_checkpoint_read(uuid, uuid, uuid)
    to service_role;
grant execute on function
    samo.run_checkpoint_json(public.run_checkpoints, text),
    public.run_checkpoints_list(uuid, integer)
    to authenticated;
$samokoder_532$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '532', 'runs checkpoints', 'SQL', 'V532__runs_checkpoints.sql', -575829009,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
