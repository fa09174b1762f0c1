
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '797' and success
    ) then
        execute $samokoder_797$
-- Who waits for a worker, and since when: what run_claim would take, of each user no more than may be worked
-- on beside what is. The rest is held back by that number alone and says nothing of the workers' health.
-- A run that a worker handed back keeps its place, but waits since then: being queued is what its log
-- told last.
create or replace function samo.runs_waiting(p_user_cap integer)
returns table (run_id uuid, since timestamptz)
language sql stable set search_path = ''
as $$
    select w.id, w.since
    from (
        select r.id, r.user_id,
            case r.status
                when 'queued' then coalesce((
                    select e.at from public.run_events e
                    where e.run_id = r.id and e.seq = r.last_seq), r.queued_at)
                when 'running' then r.lease_until
                else r.resume_after
            end as since,
            row_number() over (partition by r.user_id order by r.queued_at, r.id) as place
        from public.runs r
        where r.status = 'queued'
            or (r.status = 'running' and r.lease_until < clock_timestamp())
            or (r.status = 'paused' and r.resume_after <= clock_timestamp())) w
    where w.place + (
        select count(*) from public.runs o
        where o.user_id = w.user_id and o.status = 'running'
            and o.lease_until >= clock_timestamp()) <= p_user_cap
$$;
$samokoder_797$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '797', 'waiting since the last time', 'SQL', 'V797__waiting_since_the_last_time.sql', 2038639116,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(797);
end
$samokoder$;
