-- The head's text files with their text and the paths of its other files, in one consistent look.
create or replace function public.files_snapshot(p_project_id uuid) returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'version', n.number,
        'files', coalesce(
            jsonb_object_agg(f.path, convert_from(b.content, 'UTF8')) filter (where b.is_text),
            '{}'),
        'binaries', coalesce(
            jsonb_agg(f.path order by f.path) filter (where not b.is_text),
            '[]'))
    from (select samo.version_number(p_project_id, null) as number) n
    left join lateral samo.version_tree(p_project_id, n.number) f on true
    left join public.blobs b on b.user_id = f.user_id and b.sha256 = f.sha256
    group by n.number
$$;
