
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '791' and success
    ) then
        execute $samokoder_791$
-- The next run for this worker, or null: queued, left behind by a worker that died, or paused
-- until now. The user with the fewest runs under way comes first; nobody has more than the cap.
-- Waits for no row: everybody else locks the project before its run.
create or replace function public.run_claim(
    p_owner text, p_lease_seconds numeric, p_user_cap integer, p_max_attempts integer)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_found public.runs;
    v_run public.runs;
    v_held uuid[] := '{}';
begin
    -- One claim at a time, or two replicas could both count a user just under the cap.
    perform pg_advisory_xact_lock(hashtext('samo.run_claim'));
    loop
        select r.* into v_found from public.runs r
            cross join lateral (
                select count(*) as busy from public.runs o
                where o.user_id = r.user_id and o.status = 'running' and o.id <> r.id
                    and o.lease_until >= clock_timestamp()) as u
            where (r.status = 'queued'
                    or (r.status = 'running' and r.lease_until < clock_timestamp())
                    or (r.status = 'paused' and r.resume_after <= clock_timestamp()))
                and u.busy < p_user_cap and r.id <> all (v_held)
            order by u.busy, r.queued_at
            limit 1
            for no key update of r skip locked;
        if not found then
            return null;
        end if;
        exit when v_found.attempts < p_max_attempts or v_found.cancel_requested;
        -- Whoever holds the project may be waiting for this run: it is given up at a later look then.
        perform 1 from public.projects p
            where p.user_id = v_found.user_id and p.id = v_found.project_id
            for no key update skip locked;
        if found then
            perform samo.run_give_up(v_found);
        else
            v_held := v_held || v_found.id;
        end if;
    end loop;
    -- What the worker before was at is not under way any more.
    update public.run_steps set status = 'failed', finished_at = clock_timestamp()
        where run_id = v_found.id and status = 'running';
    update public.runs
        set status = 'running', lease_owner = p_owner, lease_epoch = lease_epoch + 1,
            lease_until = clock_timestamp() + make_interval(secs => p_lease_seconds::float8),
            attempts = attempts + 1, started_at = coalesce(started_at, clock_timestamp()),
            working_since = clock_timestamp(), finished_at = null,
            error_code = null, error = null, pause_reason = null, resume_after = null
        where id = v_found.id
        returning * into v_run;
    perform samo.run_log(v_run.id, jsonb_build_array(case
        when v_found.started_at is null then jsonb_build_object('type', 'run.started')
        else jsonb_build_object('type', 'run.resumed', 'data', jsonb_build_object(
            'after', case v_found.status when 'running' then 'interruption' else v_found.status end))
        end));
    select * into v_run from public.runs where id = v_run.id;
    return jsonb_build_object(
        'id', v_run.id, 'user_id', v_run.user_id, 'project_id', v_run.project_id,
        'epoch', v_run.lease_epoch, 'attempts', v_run.attempts, 'state', v_run.state,
        'limits', v_run.limits, 'steps', v_run.steps,
        'tokens', v_run.input_tokens + v_run.output_tokens, 'cost_usd', v_run.cost_usd::text,
        'worked_ms', v_run.worked_ms, 'cancel_requested', v_run.cancel_requested,
        'last_seq', v_run.last_seq);
end
$$;

-- A run that took down every worker that touched it is not given to another one. For a claim that holds
-- the run and its project.
create or replace function samo.run_give_up(p_run public.runs) returns void
language plpgsql set search_path = ''
as $$
declare
    v_error jsonb := jsonb_build_object('code', 'internal', 'detail_key', 'runs.gave_up');
begin
    perform samo.run_leave(p_run, 'failed', null, jsonb_build_array(
        jsonb_build_object('type', 'run.failed', 'data', v_error)));
    update public.runs set error_code = 'internal', error = v_error where id = p_run.id;
end
$$;
$samokoder_791$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '791', 'give up without waiting', 'SQL', 'V791__give_up_without_waiting.sql', 1462670177,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(791);
end
$samokoder$;
