
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '517' and success
    ) then
        execute $samokoder_517$
-- Changes by digest as samo.version_create takes them, which by now knows contents by name.
create or replace function samo.git_changes(p_user_id uuid, p_changes jsonb) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    if exists (
        select from jsonb_to_recordset(p_changes) as c (sha256 text)
        where c.sha256 is not null
            and not exists (
                select from public.blobs b
                where b.user_id = p_user_id and b.sha256 = decode(c.sha256, 'hex'))
    ) then
        raise exception 'conflict' using errcode = 'PT409';
    end if;
    return (
        select coalesce(
            jsonb_agg(
                case
                    when c.sha256 is null then jsonb_build_object('op', 'delete', 'path', c.path)
                    else jsonb_build_object('op', 'put', 'path', c.path, 'sha256', c.sha256)
                end),
            '[]')
        from jsonb_to_recordset(p_changes) as c (path text, sha256 text));
end
$$;
$samokoder_517$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '517', 'git changes by digest', 'SQL', 'V517__git_changes_by_digest.sql', -253539962,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
