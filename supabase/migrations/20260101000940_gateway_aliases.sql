
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '580' and success
    ) then
        execute $samokoder_580$
-- Names that users give to models, each with the models to try in their order. Read by their
-- owner, written by the service alone, which knows what a model's name may be.

create table public.gateway_aliases (
    user_id uuid not null references auth.users (id) on delete cascade,
    name text not null check (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
    models jsonb not null check (
        jsonb_typeof(models) = 'array' and jsonb_array_length(models) between 1 and 8
    ),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (user_id, name)
);

create trigger gateway_aliases_touch before update on public.gateway_aliases
    for each row execute function samo.touch();

alter table public.gateway_aliases enable row level security;
alter table public.gateway_aliases force row level security;
revoke all on public.gateway_aliases from public, anon, authenticated;
grant select on public.gateway_aliases to authenticated;
grant select, insert, update, delete on public.gateway_aliases to service_role;

create policy gateway_aliases_own on public.gateway_aliases
    for select to authenticated using ((select samo.acting_user()) = user_id);
create policy gateway_aliases_service on public.gateway_aliases
    for all to service_role using (true) with check (true);

create function public.gateway_aliases_list() returns jsonb
language sql stable security invoker set search_path = '' as $$
    select coalesce(jsonb_agg(to_jsonb(a) - 'user_id' order by a.name), '[]'::jsonb)
    from public.gateway_aliases a
    where a.user_id = samo.acting_user();
$$;

-- Makes or replaces an alias; null where the user has as many as there may be. The lock makes
-- count and insert one step for each user.
create function public.gateway_aliases_put(
    p_user_id uuid, p_name text, p_models jsonb, p_limit integer
) returns jsonb
language plpgsql security invoker set search_path = '' as $$
declare
    v_alias public.gateway_aliases;
begin
    perform pg_advisory_xact_lock(hashtextextended('gateway_aliases:' || p_user_id::text, 0));
    if (
        select count(*) from public.gateway_aliases a
        where a.user_id = p_user_id and a.name <> p_name
    ) >= p_limit then
        return null;
    end if;
    insert into public.gateway_aliases as a (user_id, name, models)
    values (p_user_id, p_name, p_models)
    on conflict (user_id, name) do update set models = excluded.models
    returning * into v_alias;
    return to_jsonb(v_alias) - 'user_id';
end;
$$;

create function public.gateway_aliases_delete(p_user_id uuid, p_name text) returns void
language plpgsql security invoker set search_path = '' as $$
begin
    delete from public.gateway_aliases a where a.user_id = p_user_id and a.name = p_name;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
end;
$$;

revoke execute on function
    public.gateway_aliases_list(),
    public.gateway_aliases_put(uuid, text, jsonb, integer),
    public.gateway_aliases_delete(uuid, text)
from public, anon, authenticated;

grant execute on function public.gateway_aliases_list() to authenticated, service_role;
grant execute on function
    public.gateway_aliases_put(uuid, text, jsonb, integer),
    public.gateway_aliases_delete(uuid, text)
to service_role;
$samokoder_580$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '580', 'gateway aliases', 'SQL', 'V580__gateway_aliases.sql', 1781988039,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
