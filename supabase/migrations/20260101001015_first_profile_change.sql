
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '615' and success
    ) then
        execute $samokoder_615$
-- A user who signed up elsewhere has no profile yet, and sees version 0 of it: the first change that is
-- based on what was seen must not be taken for a stale one.
create or replace function public.auth_change_profile(
    p_full_name text,
    p_language text,
    p_default_provider text,
    p_default_model text,
    p_version bigint
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_profile public.profiles;
    v_made boolean;
begin
    insert into public.profiles (user_id) values (samo.acting_user()) on conflict do nothing;
    v_made := found;
    update public.profiles p
    set full_name = case when p_full_name is null then p.full_name else nullif(p_full_name, '') end,
        language = coalesce(p_language, p.language),
        default_provider = case
            when p_default_provider is null then p.default_provider
            else nullif(p_default_provider, '')
        end,
        default_model = case
            when p_default_model is null then p.default_model
            else nullif(p_default_model, '')
        end,
        version = p.version + 1
    where p.user_id = samo.acting_user()
        and (p_version is null or p.version = p_version or (v_made and p_version = 0))
    returning p.* into v_profile;
    if not found then
        raise exception 'version_conflict' using errcode = 'PT412';
    end if;
    return samo.auth_profile(v_profile);
end
$$;
$samokoder_615$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '615', 'first profile change', 'SQL', 'V615__first_profile_change.sql', -906392942,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(615);
end
$samokoder$;
