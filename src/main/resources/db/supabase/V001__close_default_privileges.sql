-- A Supabase project gives whatever is made in "public" to everybody who has its public key. Nothing
-- of ours is: every migration opens what it makes to the roles it names. This holds for what the
-- running role makes from now on in this project, so other things that live in it must grant, too.

alter default privileges in schema public
    revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public
    revoke all on functions from anon, authenticated, service_role;
alter default privileges in schema public
    revoke all on sequences from anon, authenticated, service_role;
