-- Who waits for a worker, and since when: what run_claim would take, of each user no more than may be worked
-- on beside what is. The rest is held back by that number alone and says nothing of the workers' health.
create function samo.runs_waiting(p_user_cap integer)
returns table (run_id uuid, since timestamptz)
language sql stable set search_path = ''
as $$
    select w.id, w.since
    from (
        select r.id, r.user_id,
            case r.status
                when 'queued' then r.queued_at
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

-- The default is what replicas of the version before mean, which name no number.
drop function public.run_queue_age();
create function public.run_queue_age(p_user_cap integer default 1) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'waiting', count(*),
        'oldest_seconds', coalesce(
            max(extract(epoch from clock_timestamp() - w.since))::bigint, 0))
    from samo.runs_waiting(p_user_cap) w
$$;

drop function public.run_counts();
create function public.run_counts(p_user_cap integer default 1) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'queued', count(*) filter (where r.status = 'queued'),
        'running', count(*) filter (where r.status = 'running'),
        'awaiting_input', count(*) filter (where r.status = 'awaiting_input'),
        'paused', count(*) filter (where r.status = 'paused'),
        'oldest_queued_seconds', coalesce((
            select max(extract(epoch from clock_timestamp() - w.since))
            from samo.runs_waiting(p_user_cap) w), 0))
    from public.runs r where r.status in ('queued', 'running', 'awaiting_input', 'paused')
$$;

drop function samo.run_waits(public.runs);

revoke execute on function
    samo.runs_waiting(integer), public.run_queue_age(integer), public.run_counts(integer)
    from public, anon, authenticated;
grant execute on function
    samo.runs_waiting(integer), public.run_queue_age(integer), public.run_counts(integer)
    to service_role;
