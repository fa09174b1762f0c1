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
