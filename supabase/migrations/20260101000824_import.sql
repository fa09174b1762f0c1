
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '504' and success
    ) then
        execute $samokoder_504$
-- Projects that begin with files from elsewhere.

-- Takes contents in, given in base64, that a project is about to refer to: an import may hold more than
-- one call should. What is then not referred to, files_collect takes away.
create function public.files_stage(p_user_id uuid, p_contents jsonb) returns void
language sql
set search_path = ''
as $$
    insert into public.blobs (user_id, sha256, size, is_text, content)
    select distinct on (sha256(c.content))
        p_user_id, sha256(c.content), octet_length(c.content), samo.is_text(c.content), c.content
    from (
        select decode(value, 'base64') as content from jsonb_array_elements_text(p_contents)
    ) c
    on conflict do nothing
$$;

-- Makes a project with its first version out of staged contents, [{path, sha256}], both or neither, and
-- answers the project. Where a content was collected meanwhile, the whole import may be tried again.
create function public.files_import(
    p_user_id uuid, p_project_id uuid, p_name text, p_description text, p_files jsonb,
    p_message text)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
    -- As in samo.version_create: from here on nothing that is found is collected.
    perform pg_advisory_xact_lock_shared(hashtextextended('samo.blobs ' || p_user_id::text, 0));
    if exists (
        select from jsonb_to_recordset(p_files) as f (sha256 text)
        where not exists (
            select from public.blobs b
            where b.user_id = p_user_id and b.sha256 = decode(f.sha256, 'hex'))
    ) then
        raise exception 'unavailable' using errcode = 'PT503';
    end if;
    insert into public.projects (id, user_id, name, description)
    values (p_project_id, p_user_id, p_name, p_description);
    perform samo.version_create(
        p_user_id, p_project_id, 'import', null, null, p_message,
        (
            select jsonb_agg(
                jsonb_build_object('op', 'put', 'path', f.path, 'sha256', f.sha256))
            from jsonb_to_recordset(p_files) as f (path text, sha256 text)
        ),
        0);
    return (
        select samo.project_json(p)
        from public.projects p
        where p.user_id = p_user_id and p.id = p_project_id);
end
$$;

revoke execute on function
    public.files_stage(uuid, jsonb),
    public.files_import(uuid, uuid, text, text, jsonb, text)
from public, anon, authenticated;

grant execute on function
    public.files_stage(uuid, jsonb),
    public.files_import(uuid, uuid, text, text, jsonb, text)
to service_role;
$samokoder_504$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '504', 'import', 'SQL', 'V504__import.sql', 1861466747,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
