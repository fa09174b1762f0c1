
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '500' and success
    ) then
        execute $samokoder_500$
-- Summaries: what a file is about, in one or two sentences that agents write for agents. They belong to
-- the content, not to the version, so a file that did not change is never summed up twice.

alter table public.blobs add column summary text check (char_length(summary) between 1 and 300);

-- Notes what files of the head are about. For functions of the service; see samo.version_create.
create function samo.version_summarize(p_user_id uuid, p_project_id uuid, p_summaries jsonb)
returns void
language sql
set search_path = ''
as $$
    update public.blobs b set summary = s.summary
    from (
        -- Two paths may hold the same content: one of their summaries is enough.
        select f.sha256, max(left(btrim(c.summary), 300)) as summary
        from jsonb_to_recordset(p_summaries) as c (path text, summary text)
        join public.version_files f
            on f.user_id = p_user_id and f.project_id = p_project_id and f.until is null
                and f.path = c.path
        where btrim(c.summary) <> ''
        group by f.sha256
    ) s
    where b.user_id = p_user_id and b.sha256 = s.sha256 and b.summary is distinct from s.summary
$$;

create or replace function public.files_tree(p_project_id uuid, p_version integer) returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'version', n.number,
        'files', (
            select coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'path', f.path, 'size', f.size, 'sha256', encode(f.sha256, 'hex'),
                        'summary', b.summary)
                    order by f.path),
                '[]')
            from samo.version_tree(p_project_id, n.number) f
            join public.blobs b on b.user_id = f.user_id and b.sha256 = f.sha256))
    from (select samo.version_number(p_project_id, p_version) as number) n
$$;

revoke execute on function samo.version_summarize(uuid, uuid, jsonb)
from public, anon, authenticated;
grant execute on function samo.version_summarize(uuid, uuid, jsonb) to service_role;
$samokoder_500$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '500', 'file summaries', 'SQL', 'V500__file_summaries.sql', -176673795,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
