
create schema if not exists samo_meta;
revoke all on schema samo_meta from public;
create table if not exists samo_meta.flyway_schema_history (
    installed_rank integer not null constraint flyway_schema_history_pk primary key,
    version varchar(50),
    description varchar(200) not null,
    type varchar(20) not null,
    script varchar(1000) not null,
    checksum integer,
    installed_by varchar(100) not null,
    installed_on timestamp not null default now(),
    execution_time integer not null,
    success boolean not null
);
create index if not exists flyway_schema_history_s_idx
    on samo_meta.flyway_schema_history (success);

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '001' and success
    ) then
        execute $samokoder_001$
-- A Supabase project gives whatever is made in "public" to everybody who has its public key. Nothing
-- of ours is: every migration opens what it makes to the roles it names. This holds for what the
-- running role makes from now on in this project, so other things that live in it must grant, too.

alter default privileges in schema public
    revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public
    revoke all on functions from anon, authenticated, service_role;
alter default privileges in schema public
    revoke all on sequences from anon, authenticated, service_role;
$samokoder_001$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '001', 'close default privileges', 'SQL', 'V001__close_default_privileges.sql', -86616833,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
