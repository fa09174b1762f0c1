
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '551' and success
    ) then
        execute $samokoder_551$
-- Chat: a message is answered by a run. The user's message is kept when the run is queued, the
-- answer when the run completes.

alter table public.runs drop constraint runs_kind_check;
alter table public.runs add constraint runs_kind_check check (kind in ('generate', 'chat'));

create table public.messages (
    user_id uuid not null references auth.users (id) on delete cascade,
    id uuid not null,
    project_id uuid not null,
    run_id uuid not null,
    role text not null check (role in ('user', 'assistant')),
    mode text not null check (mode in ('change', 'ask')),
    content text not null check (char_length(content) <= 100000),
    -- The version of the files that the answer ends in.
    version integer,
    created_at timestamptz not null default clock_timestamp(),
    primary key (user_id, id),
    unique (run_id, role),
    foreign key (user_id, project_id) references public.projects (user_id, id) on delete cascade,
    foreign key (user_id, run_id) references public.runs (user_id, id) on delete cascade
);

create index messages_by_project on public.messages
    (user_id, project_id, created_at desc, id desc);

alter table public.messages enable row level security;
alter table public.messages force row level security;
revoke all on public.messages from public, anon, authenticated;
grant select on public.messages to authenticated;
grant select, insert, update, delete on public.messages to service_role;
create policy messages_own on public.messages for select to authenticated
    using ((select samo.acting_user()) = user_id);
create policy messages_service on public.messages for all to service_role
    using (true) with check (true);

create function samo.message_json(p_message public.messages) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'id', p_message.id,
        'run_id', p_message.run_id,
        'role', p_message.role,
        'mode', p_message.mode,
        'content', p_message.content,
        'version', p_message.version,
        'created_at', p_message.created_at)
$$;

-- What a chat builds on: the newest specification and architecture that a run wrote for the project,
-- and the messages before, the newest first.
create function public.chat_background(p_project_id uuid, p_limit integer) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'specification', g.state -> 'specification',
        'architecture', g.state -> 'architecture',
        'messages', (
            select coalesce(
                jsonb_agg(samo.message_json(m) order by m.created_at desc, m.id desc), '[]')
            from (
                select * from public.messages
                where user_id = (select samo.acting_user()) and project_id = p_project_id
                order by created_at desc, id desc
                limit least(p_limit, 100)) m))
    from (select 1) as one
    left join lateral (
        select r.state from public.runs r
        where r.user_id = (select samo.acting_user()) and r.project_id = p_project_id
            and r.kind = 'generate' and jsonb_typeof(r.state -> 'architecture') = 'object'
        order by r.created_at desc, r.id desc
        limit 1) g on true
$$;

-- Queues a run that answers a message, and keeps the message.
create function public.chat_start(
    p_user_id uuid, p_id uuid, p_project_id uuid, p_message_id uuid, p_chat_mode text,
    p_message text, p_limits jsonb, p_state jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs;
begin
    perform public.run_create(
        p_user_id, p_id, p_project_id, 'auto', p_state #>> '{brief,thoroughness}', p_limits,
        p_message, p_state);
    update public.runs set kind = 'chat' where id = p_id returning * into v_run;
    insert into public.messages (user_id, id, project_id, run_id, role, mode, content)
        values (
            p_user_id, p_message_id, p_project_id, p_id, 'user', p_chat_mode, p_message);
    return samo.run_json(v_run);
end
$$;

-- Keeps the answer of a chat that completes.
create function samo.chat_answer() returns trigger
language plpgsql set search_path = ''
as $$
begin
    insert into public.messages (
            user_id, id, project_id, run_id, role, mode, content, version)
        values (
            new.user_id, (new.state #>> '{chat,reply_id}')::uuid, new.project_id, new.id,
            'assistant', new.state #>> '{chat,mode}',
            left(coalesce(new.state #>> '{chat,reply}', ''), 100000),
            (select max(s.version) from public.run_steps s where s.run_id = new.id));
    return null;
end
$$;

create trigger runs_chat_answer after update of status on public.runs
    for each row
    when (new.kind = 'chat' and new.status = 'completed' and old.status <> 'completed')
    execute function samo.chat_answer();

-- The conversation, newest first, from before the given message on.
create function public.message_list(
    p_project_id uuid, p_before_at timestamptz, p_before_id uuid, p_limit integer)
returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_agg(samo.message_json(m) order by m.created_at desc, m.id desc)
    from (
        select * from public.messages
        where user_id = (select samo.acting_user()) and project_id = p_project_id
            and (p_before_id is null or (created_at, id) < (p_before_at, p_before_id))
        order by created_at desc, id desc
        limit least(p_limit, 101)) m
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
    v_wrote boolean;
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
    v_wrote := exists (
        select from public.run_steps s where s.run_id = p_run.id and s.version is not null);
    perform samo.project_generation(
        v_run.user_id, v_run.project_id,
        case p_status
            when 'completed' then
                case when v_chat and not v_wrote then v_run.project_stage else 'completed' end
            when 'failed' then case when v_chat then v_run.project_stage else 'error' end
            when 'cancelled' then v_run.project_stage
            else 'generating'
        end,
        v_run.progress, null,
        case when p_status = 'completed' and not v_chat
            then (v_run.worked_ms / 1000)::integer end);
    return v_run;
end
$$;

revoke execute on function
    samo.message_json(public.messages), samo.chat_answer(),
    public.chat_background(uuid, integer),
    public.chat_start(uuid, uuid, uuid, uuid, text, text, jsonb, jsonb),
    public.message_list(uuid, timestamptz, uuid, integer)
    from public, anon, authenticated;
grant execute on function samo.message_json(public.messages) to authenticated, service_role;
grant execute on function samo.chat_answer() to service_role;
grant execute on function
    public.chat_background(uuid, integer),
    public.message_list(uuid, timestamptz, uuid, integer)
    to authenticated;
grant execute on function
    public.chat_start(uuid, uuid, uuid, uuid, text, text, jsonb, jsonb)
    to service_role;
$samokoder_551$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '551', 'chat', 'SQL', 'V551__chat.sql', 691329319,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
