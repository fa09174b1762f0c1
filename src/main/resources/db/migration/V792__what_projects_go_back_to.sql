-- What a project goes back to is what it was when the run began, or began again: its stage, and how far it
-- had come. Null for runs from before.
alter table public.runs add column project_progress integer;

-- Queues a run; the project is generating from now on.
create or replace function public.run_create(
    p_user_id uuid, p_id uuid, p_project_id uuid, p_mode text, p_thoroughness text,
    p_limits jsonb, p_instructions text, p_state jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_project public.projects;
    v_run public.runs;
begin
    select * into v_project from public.projects
        where id = p_project_id and user_id = p_user_id
        for no key update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if v_project.archived then
        raise exception 'conflict' using errcode = 'PT409';
    end if;
    perform samo.run_require_none(p_project_id);
    insert into public.runs (
            id, user_id, project_id, mode, thoroughness, limits, instructions, state,
            project_stage, project_progress)
        values (
            p_id, p_user_id, p_project_id, p_mode, p_thoroughness, p_limits, p_instructions,
            p_state, v_project.stage, v_project.generation_progress);
    perform samo.run_log(p_id, jsonb_build_array(jsonb_build_object('type', 'run.queued')));
    perform samo.project_generation(p_user_id, p_project_id, 'generating', 0, null);
    perform pg_notify('samo_runs', 'queued:' || p_id);
    select * into v_run from public.runs where id = p_id;
    return samo.run_json(v_run);
end
$$;

-- Whether a failed run is what its project's stage still tells of: nothing has come of other runs since.
create function samo.run_is_told(p_run public.runs, p_stage text) returns boolean
language sql stable set search_path = ''
as $$
    select p_run.status = 'failed' and p_stage = 'error' and not exists (
        select 1 from public.runs o
        where o.user_id = p_run.user_id and o.project_id = p_run.project_id and o.id <> p_run.id
            and o.kind = 'generate' and o.status = 'failed' and o.finished_at > p_run.finished_at)
$$;

-- Queues a paused or failed run again; it goes on where it stopped. p_limits replaces the run's
-- limits where it is not null.
create or replace function public.run_resume(p_user_id uuid, p_run_id uuid, p_limits jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_project public.projects;
    v_run public.runs;
begin
    select * into v_project from public.projects p
        where p.user_id = p_user_id
            and p.id = (select r.project_id from public.runs r where r.id = p_run_id)
        for no key update;
    select * into v_run from public.runs
        where id = p_run_id and user_id = p_user_id
        for no key update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if v_run.status not in ('paused', 'failed') or v_project.archived then
        raise exception 'conflict' using errcode = 'PT409';
    end if;
    if v_run.status = 'failed' then
        perform samo.run_require_none(v_project.id);
        if not samo.run_is_told(v_run, v_project.stage) then
            update public.runs
                set project_stage = v_project.stage,
                    project_progress = v_project.generation_progress
                where id = p_run_id;
        end if;
    end if;
    update public.runs
        set status = 'queued', limits = coalesce(p_limits, limits), attempts = 0,
            queued_at = clock_timestamp(), finished_at = null, error_code = null, error = null,
            pause_reason = null, resume_after = null, cancel_requested = false
        where id = p_run_id;
    perform samo.run_log(p_run_id, jsonb_build_array(jsonb_build_object(
        'type', 'run.queued', 'data', jsonb_build_object('after', v_run.status))));
    perform samo.project_generation(p_user_id, v_project.id, 'generating', v_run.progress, null);
    perform pg_notify('samo_runs', 'queued:' || p_run_id);
    select * into v_run from public.runs where id = p_run_id;
    return samo.run_json(v_run);
end
$$;

-- Takes a held run off its worker: out of the lease, into a state in which nobody works on it.
-- p_spent is what the steps under way had used: [{step, input_tokens, output_tokens, cost_usd}].
-- A chat leaves the project as finished or unfinished as it was, unless it wrote files.
create or replace function samo.run_leave(
    p_run public.runs, p_status text, p_spent jsonb, p_events jsonb) returns public.runs
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs;
    v_input bigint;
    v_output bigint;
    v_cost numeric;
    v_chat boolean := p_run.kind = 'chat';
    v_stage text;
begin
    select coalesce(sum(u.input_tokens), 0), coalesce(sum(u.output_tokens), 0),
            coalesce(sum(u.cost_usd), 0)
        into v_input, v_output, v_cost
        from samo.run_spent(p_spent) u;
    update public.run_steps s
        set status = 'failed', finished_at = clock_timestamp(),
            input_tokens = coalesce(u.input_tokens, 0),
            output_tokens = coalesce(u.output_tokens, 0), cost_usd = u.cost_usd
        from public.run_steps o left join samo.run_spent(p_spent) u on u.step = o.step_id
        where s.run_id = p_run.id and s.status = 'running'
            and o.run_id = s.run_id and o.step_id = s.step_id;
    update public.runs r
        set status = p_status, lease_owner = null, lease_until = null,
            worked_ms = samo.run_worked(r), working_since = null, current_agent = null,
            input_tokens = input_tokens + v_input, output_tokens = output_tokens + v_output,
            cost_usd = cost_usd + v_cost,
            finished_at = case when p_status in ('completed', 'failed', 'cancelled')
                then clock_timestamp() end
        where r.id = p_run.id;
    perform samo.run_log(p_run.id, p_events);
    select * into v_run from public.runs where id = p_run.id;
    v_stage := case
        when p_status not in ('completed', 'failed', 'cancelled') then 'generating'
        when p_status = 'completed' and (not v_chat or exists (
                select from public.run_steps s
                where s.run_id = p_run.id and s.version is not null)) then 'completed'
        when p_status = 'failed' and not v_chat then 'error'
    end;
    perform samo.project_generation(
        v_run.user_id, v_run.project_id,
        coalesce(v_stage, v_run.project_stage),
        case when v_stage is null
            then coalesce(v_run.project_progress, v_run.progress) else v_run.progress end,
        null,
        case when p_status = 'completed' and not v_chat
            then (v_run.worked_ms / 1000)::integer end);
    return v_run;
end
$$;

revoke execute on function samo.run_is_told(public.runs, text) from public, anon, authenticated;
grant execute on function samo.run_is_told(public.runs, text) to service_role;
