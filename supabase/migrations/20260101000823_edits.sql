
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '503' and success
    ) then
        execute $samokoder_503$
-- What a project's owner does to its files: edits, restored versions, comparisons.

-- Stores the contents of the changes and answers what each path ends up as: one element per path,
-- {path, op, sha256 (hex), size}, the last change of a path winning. A put may also name a content
-- that its owner has stored already: {"op": "put", "path": "…", "sha256": "…"}.
create or replace function samo.version_store(p_user_id uuid, p_changes jsonb) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_changes jsonb;
begin
    with change as materialized (
        select distinct on (c.value ->> 'path')
            c.value ->> 'path' as path,
            c.value ->> 'op' as op,
            case
                when c.value ->> 'op' <> 'put' then null
                when c.value ? 'content' then convert_to(c.value ->> 'content', 'UTF8')
                else decode(c.value ->> 'content_base64', 'base64')
            end as content,
            decode(c.value ->> 'sha256', 'hex') as named
        from jsonb_array_elements(p_changes) with ordinality as c (value, place)
        order by c.value ->> 'path', c.place desc
    ), stored as (
        insert into public.blobs (user_id, sha256, size, is_text, content)
        select distinct on (sha256(content))
            p_user_id, sha256(content), octet_length(content), samo.is_text(content), content
        from change
        where content is not null and octet_length(content) <= 1048576
        on conflict do nothing
    )
    select coalesce(
        jsonb_agg(jsonb_build_object(
            'path', path,
            'op', op,
            'sha256', encode(coalesce(sha256(change.content), b.sha256), 'hex'),
            'size', coalesce(octet_length(change.content), b.size))),
        '[]')
    into v_changes
    from change
    left join public.blobs b on b.user_id = p_user_id and b.sha256 = change.named;
    if exists (
        select from jsonb_to_recordset(v_changes) as c (path text, op text, sha256 text, size integer)
        where samo.is_project_path(c.path) is not true
            or c.op is null
            or c.op not in ('put', 'delete')
            or (c.op = 'put' and c.size is null)
    ) then
        raise exception 'invalid_request' using errcode = 'PT400';
    end if;
    if exists (
        select from jsonb_to_recordset(v_changes) as c (size integer) where c.size > 1048576
    ) then
        raise exception 'too_large' using errcode = 'PT413';
    end if;
    return v_changes;
end
$$;

-- Whether a condition of HTTP, a list of digests or ["*"], names a file's content; null where there is
-- no file.
create function samo.names_content(p_condition jsonb, p_sha256 text) returns boolean
language sql
immutable
set search_path = ''
as $$
    select p_sha256 is not null and (p_condition ? '*' or p_condition ? p_sha256)
$$;

-- The owner's change of one file, as a version: p_change is {"op": "put", "content_base64": "…"} or
-- {"op": "delete"}. p_if_match and p_if_none_match are null or lists for samo.names_content. Answers
-- {version, path, size, sha256, created}; the version is the head, whether it is new or not.
create function public.files_edit(
    p_user_id uuid, p_project_id uuid, p_path text, p_change jsonb, p_message text,
    p_if_match jsonb, p_if_none_match jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_known text;
    v_version jsonb;
begin
    -- Held before the file is compared, so that of two edits of one content one gets a conflict.
    perform from public.projects p
    where p.user_id = p_user_id and p.id = p_project_id
    for no key update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    select encode(f.sha256, 'hex') into v_known
    from public.version_files f
    where f.user_id = p_user_id and f.project_id = p_project_id and f.path = p_path
        and f.until is null;
    if p_change ->> 'op' = 'delete' and v_known is null then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if (p_if_match is not null and not samo.names_content(p_if_match, v_known))
        or (p_if_none_match is not null and samo.names_content(p_if_none_match, v_known))
    then
        raise exception 'version_conflict' using errcode = 'PT412';
    end if;
    v_version := samo.version_create(
        p_user_id, p_project_id, 'user', null, null, p_message,
        jsonb_build_array(p_change || jsonb_build_object('path', p_path)), null);
    return (
        select jsonb_build_object(
            'version', v_version -> 'number',
            'path', p_path,
            'size', f.size,
            'sha256', encode(f.sha256, 'hex'),
            'created', v_known is null)
        from (select) one
        left join public.version_files f
            on f.user_id = p_user_id and f.project_id = p_project_id and f.path = p_path
                and f.until is null);
end
$$;

-- Makes a version with the files of an older one and answers {version, created}; created is false where
-- the head has these files already.
create function public.files_restore(
    p_user_id uuid, p_project_id uuid, p_version integer, p_message text, p_expected_head integer)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_head integer;
    v_changes jsonb;
    v_made jsonb;
begin
    select p.head_version into v_head
    from public.projects p
    where p.user_id = p_user_id and p.id = p_project_id
    for no key update;
    if not found or p_version not between 1 and v_head then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    with wanted as (
        select f.path, f.sha256
        from public.version_files f
        where f.user_id = p_user_id and f.project_id = p_project_id
            and f.since <= p_version and (f.until is null or f.until > p_version)
    ), head as (
        select f.path, f.sha256
        from public.version_files f
        where f.user_id = p_user_id and f.project_id = p_project_id and f.until is null
    )
    select coalesce(
        jsonb_agg(case
            when wanted.path is null then jsonb_build_object('op', 'delete', 'path', head.path)
            else jsonb_build_object(
                'op', 'put', 'path', wanted.path, 'sha256', encode(wanted.sha256, 'hex'))
        end),
        '[]')
    into v_changes
    from wanted full join head on head.path = wanted.path
    where wanted.sha256 is distinct from head.sha256;
    v_made := samo.version_create(
        p_user_id, p_project_id, 'user', null, null, p_message, v_changes, p_expected_head);
    return (
        select jsonb_build_object(
            'version', samo.version_json(v), 'created', v_made -> 'changed' <> '[]')
        from public.versions v
        where v.user_id = p_user_id and v.project_id = p_project_id
            and v.number = (v_made ->> 'number')::integer);
end
$$;

-- What differs between two versions, by path: {version, against, files: [{path, before, after}]}, each
-- side {sha256, size, is_text} or null. p_against may be null for the version's parent; 0 is the
-- empty beginning.
create function public.files_compare(p_project_id uuid, p_version integer, p_against integer)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_version integer := samo.version_number(p_project_id, p_version);
    v_against integer := samo.version_number(p_project_id, coalesce(p_against, p_version - 1));
begin
    return (
        with before as (
            select f.path, f.sha256, f.size, b.is_text
            from samo.version_tree(p_project_id, v_against) f
            join public.blobs b on b.user_id = f.user_id and b.sha256 = f.sha256
        ), after as (
            select f.path, f.sha256, f.size, b.is_text
            from samo.version_tree(p_project_id, v_version) f
            join public.blobs b on b.user_id = f.user_id and b.sha256 = f.sha256
        )
        select jsonb_build_object(
            'version', v_version,
            'against', v_against,
            'files', coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'path', coalesce(before.path, after.path),
                        'before', case when before.path is not null then jsonb_build_object(
                            'sha256', encode(before.sha256, 'hex'), 'size', before.size,
                            'is_text', before.is_text) end,
                        'after', case when after.path is not null then jsonb_build_object(
                            'sha256', encode(after.sha256, 'hex'), 'size', after.size,
                            'is_text', after.is_text) end)
                    order by coalesce(before.path, after.path)),
                '[]'))
        from before full join after on after.path = before.path
        where before.sha256 is distinct from after.sha256);
end
$$;

revoke execute on function
    samo.names_content(jsonb, text),
    public.files_edit(uuid, uuid, text, jsonb, text, jsonb, jsonb),
    public.files_restore(uuid, uuid, integer, text, integer),
    public.files_compare(uuid, integer, integer)
from public, anon, authenticated;

grant execute on function
    samo.names_content(jsonb, text),
    public.files_edit(uuid, uuid, text, jsonb, text, jsonb, jsonb),
    public.files_restore(uuid, uuid, integer, text, integer),
    samo.version_json(public.versions)
to service_role;

grant execute on function public.files_compare(uuid, integer, integer) to authenticated;
$samokoder_503$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '503', 'edits', 'SQL', 'V503__edits.sql', -692231657,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
