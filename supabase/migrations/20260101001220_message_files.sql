
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '740' and success
    ) then
        execute $samokoder_740$
-- An answer tells which files it changed: what the next message means ("now make it blue") is mostly
-- there.
create or replace function samo.message_json(p_message public.messages) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'id', p_message.id,
        'run_id', p_message.run_id,
        'role', p_message.role,
        'mode', p_message.mode,
        'content', p_message.content,
        'version', p_message.version,
        'files', case
            when p_message.role = 'user' or p_message.version is null then '[]'
            else (
                select coalesce(jsonb_agg(f.path order by f.path), '[]')
                from (
                    select distinct e.data ->> 'path' as path
                    from public.run_events e
                    where e.run_id = p_message.run_id
                        and e.type in ('file.written', 'file.deleted')
                    order by 1
                    limit 50) f)
            end,
        'created_at', p_message.created_at)
$$;
$samokoder_740$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '740', 'message files', 'SQL', 'V740__message_files.sql', -1382768166,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(740);
end
$samokoder$;
