
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '505' and success
    ) then
        execute $samokoder_505$
-- Staged twice is staged once: a call whose answer got lost may be made again.
comment on function public.files_stage(uuid, jsonb) is 'repeatable';
$samokoder_505$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '505', 'repeatable staging', 'SQL', 'V505__repeatable_staging.sql', 294191558,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
