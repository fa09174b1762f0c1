
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '502' and success
    ) then
        execute $samokoder_502$
-- Verdicts: what the checks said of a version. Null where nobody has checked it.

alter table public.versions
    add column verified boolean,
    add column findings jsonb not null default '[]' check (jsonb_typeof(findings) = 'array');

-- Notes what the checks found in a version: [{path, line, check, severity, message}], of which the
-- first hundred are kept. For functions of the service, inside their own transaction.
create function samo.version_checked(
    p_user_id uuid, p_project_id uuid, p_number integer, p_verified boolean, p_findings jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
    update public.versions v set
        verified = p_verified,
        findings = jsonb_path_query_array(coalesce(p_findings, '[]'), '$[0 to 99]')
    where v.user_id = p_user_id and v.project_id = p_project_id and v.number = p_number;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
end
$$;

create or replace function samo.version_json(v public.versions) returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'number', v.number,
        'parent', v.parent,
        'author', v.author,
        'agent', v.agent,
        'run_id', v.run_id,
        'message', v.message,
        'file_count', v.file_count,
        'total_size_bytes', v.total_size_bytes,
        'verified', v.verified,
        'findings', v.findings,
        'created_at', v.created_at)
$$;

revoke execute on function samo.version_checked(uuid, uuid, integer, boolean, jsonb)
from public, anon, authenticated;
grant execute on function samo.version_checked(uuid, uuid, integer, boolean, jsonb)
to service_role;
$samokoder_502$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '502', 'version verdicts', 'SQL', 'V502__version_verdicts.sql', -2110827442,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
