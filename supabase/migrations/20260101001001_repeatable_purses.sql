
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '601' and success
    ) then
        execute $samokoder_601$
-- Keeping purses alive twice is keeping them alive once: see V600 for what the comment says.
comment on function public.budget_renew(jsonb, integer) is 'repeatable';
$samokoder_601$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '601', 'repeatable purses', 'SQL', 'V601__repeatable_purses.sql', -1626454874,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(601);
end
$samokoder$;
