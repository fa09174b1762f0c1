
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '794' and success
    ) then
        execute $samokoder_794$
-- Queues a paused or failed run again, and says who pays from now on, or neither: see run_resume, which
-- replicas of the version before still call.
create function public.run_resume_paid(
    p_user_id uuid, p_run_id uuid, p_limits jsonb, p_access_token_id uuid)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run jsonb := public.run_resume(p_user_id, p_run_id, p_limits);
begin
    perform public.usage_set_run_payer(p_user_id, p_run_id, p_access_token_id);
    return v_run;
end
$$;

-- The same for a decision: see run_checkpoint_resolve.
create function public.run_checkpoint_resolve_paid(
    p_user_id uuid, p_run_id uuid, p_id uuid, p_decision text, p_state jsonb,
    p_access_token_id uuid)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_checkpoint jsonb := public.run_checkpoint_resolve(
        p_user_id, p_run_id, p_id, p_decision, p_state);
begin
    perform public.usage_set_run_payer(p_user_id, p_run_id, p_access_token_id);
    return v_checkpoint;
end
$$;

revoke execute on function
    public.run_resume_paid(uuid, uuid, jsonb, uuid),
    public.run_checkpoint_resolve_paid(uuid, uuid, uuid, text, jsonb, uuid)
    from public, anon, authenticated;
grant execute on function
    public.run_resume_paid(uuid, uuid, jsonb, uuid),
    public.run_checkpoint_resolve_paid(uuid, uuid, uuid, text, jsonb, uuid)
    to service_role;
$samokoder_794$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '794', 'payers of what goes on', 'SQL', 'V794__payers_of_what_goes_on.sql', 487440537,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(794);
end
$samokoder$;
