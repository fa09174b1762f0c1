
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '533' and success
    ) then
        execute $samokoder_533$
-- The next run for this worker, or null: queued, left behind by a worker that died, or paused
-- until now. The user with the fewest runs under way comes first; nobody has more than the cap.
create or replace function public.run_claim(
    p_owner text, p_lease_seconds numeric, p_user_cap integer, p_max_attempts integer)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_found public.runs;
    v_run public.runs;
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
                and u.busy < p_user_cap
            order by u.busy, r.queued_at
            limit 1
            for no key update of r skip locked;
        if not found then
            return null;
        end if;
        exit when v_found.attempts < p_max_attempts or v_found.cancel_requested;
        perform samo.run_give_up(v_found);
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
$samokoder_533$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '533', 'runs interrupted', 'SQL', 'V533__runs_interrupted.sql', -2078899129,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
