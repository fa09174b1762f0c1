-- What the recorded servers had before them, and what calls.jsonl asks of it. Roles belong to the
-- whole cluster, which other tests share: they are made where they are missing, their settings are
-- this database's own, and the service's role has policies where it had BYPASSRLS.

do $$
declare
    v_role text;
begin
    foreach v_role in array array['anon', 'authenticated', 'service_role', 'stranger'] loop
        if not exists (select from pg_roles where rolname = v_role) then
            execute format('create role %I nologin noinherit', v_role);
        end if;
    end loop;
    if not exists (select from pg_roles where rolname = 'authenticator') then
        create role authenticator login noinherit;
    end if;
    execute format(
        'alter role anon in database %I set statement_timeout = %L', current_database(), '1s');
    execute format(
        'alter role authenticated in database %I set statement_timeout = %L', current_database(), '2s');
end
$$;
grant anon, authenticated, service_role to authenticator;

-- auth ------------------------------------------------------------------
create schema auth;
grant usage on schema auth to anon, authenticated, service_role;
create function auth.uid() returns uuid language sql stable as $$
  select nullif(current_setting('request.jwt.claims', true)::jsonb ->> 'sub', '')::uuid $$;

create schema private;
create function private.secret() returns int language sql as 'select 42';

grant usage on schema public to anon, authenticated, service_role;

-- table with RLS --------------------------------------------------------
create type public.mood as enum ('sad','ok','happy');
create domain public.short_text as text check (length(value) <= 5);
create table public.note (
  id bigint primary key,
  owner uuid,
  title text not null,
  price numeric(12,4),
  tags text[],
  meta jsonb,
  feel public.mood,
  created_at timestamptz not null default now()
);
alter table public.note enable row level security;
create policy mine_r on public.note for select using (owner = auth.uid());
create policy mine_w on public.note for insert with check (owner = auth.uid());
create policy mine_u on public.note for update using (owner = auth.uid());
create policy service on public.note to service_role using (true) with check (true);
grant select, insert, update on public.note to authenticated, service_role;
insert into public.note values
 (1,'11111111-1111-1111-1111-111111111111','first',  12.5000,'{a,b}','{"k": 1}','ok',   '2024-01-02 03:04:05.678901+00'),
 (2,'11111111-1111-1111-1111-111111111111','zweite', 0.1000, '{}',   null,      null,  '2024-06-30 23:59:59+02'),
 (3,'22222222-2222-2222-2222-222222222222','other',  99,     null,   '[]',      'happy','2024-12-31 00:00:00+00');
create table public.closed (id int primary key);    -- no grants at all
create table public.uq (id int primary key, name text unique not null, pos int check (pos > 0), parent int references public.uq);
insert into public.uq values (1,'one',1,null);
grant select, insert, update, delete on public.uq to anon, authenticated, service_role;

-- echo: one per type ----------------------------------------------------
create function public.echo_text(v text) returns text language sql immutable as 'select v';
create function public.echo_int(v int) returns int language sql immutable as 'select v';
create function public.echo_bigint(v bigint) returns bigint language sql immutable as 'select v';
create function public.echo_numeric(v numeric) returns numeric language sql immutable as 'select v';
create function public.echo_float8(v float8) returns float8 language sql immutable as 'select v';
create function public.echo_bool(v bool) returns bool language sql immutable as 'select v';
create function public.echo_uuid(v uuid) returns uuid language sql immutable as 'select v';
create function public.echo_date(v date) returns date language sql immutable as 'select v';
create function public.echo_time(v time) returns time language sql immutable as 'select v';
create function public.echo_ts(v timestamp) returns timestamp language sql immutable as 'select v';
create function public.echo_tstz(v timestamptz) returns timestamptz language sql stable as 'select v';
create function public.echo_interval(v interval) returns interval language sql immutable as 'select v';
create function public.echo_bytea(v bytea) returns bytea language sql immutable as 'select v';
create function public.echo_json(v json) returns json language sql immutable as 'select v';
create function public.echo_jsonb(v jsonb) returns jsonb language sql immutable as 'select v';
create function public.echo_mood(v public.mood) returns public.mood language sql immutable as 'select v';
create function public.echo_short(v public.short_text) returns public.short_text language sql immutable as 'select v';
create function public.echo_ints(v int[]) returns int[] language sql immutable as 'select v';
create function public.echo_texts(v text[]) returns text[] language sql immutable as 'select v';
create function public.echo_note(v public.note) returns public.note language sql immutable as 'select v';
create function public.typ(v jsonb) returns text language sql immutable as $$ select coalesce(jsonb_typeof(v), 'SQL NULL') $$;

-- shapes ----------------------------------------------------------------
create function public.one_note(p_id bigint) returns public.note language sql stable security definer as
  'select * from public.note where id = p_id';
create function public.all_notes() returns setof public.note language sql stable security definer as
  'select * from public.note order by id';
create function public.my_notes() returns setof public.note language sql stable as
  'select * from public.note order by id';
create function public.stats() returns table(n bigint, total numeric, last timestamptz) language sql stable security definer as
  'select count(*), sum(price), max(created_at) from public.note';
create function public.tbl_empty() returns table(a int, b text) language sql stable as 'select 1, ''x''::text where false';
create function public.outs(i int, out a int, out b text) language sql immutable as $$ select i * 2, 'b' || i $$;
create function public.out_one(i int, out a int) language sql immutable as $$ select i * 2 $$;
create function public.set_int(n int) returns setof int language sql immutable as 'select generate_series(1, n)';
create function public.set_text() returns setof text language sql immutable as $$ select unnest(array['a', null, 'c']) $$;
create function public.set_json() returns setof jsonb language sql immutable as $$ select jsonb_build_object('i', i) from generate_series(1,2) i $$;
create function public.tbl_one_col() returns table(a int) language sql immutable as 'select 7';
create function public.rec() returns record language sql immutable as $$ select 1 as x, 'y'::text as y $$;
create function public.nothing(p text default null) returns void language sql as 'select null::void';
create function public.null_text() returns text language sql as 'select null::text';
create function public.null_json() returns jsonb language sql as 'select null::jsonb';
create function public.no_args() returns int language sql immutable as 'select 1';
create function public.many(n int) returns table(i int, s text) language sql immutable as
  $$ select g, 'row ' || g from generate_series(1, n) g $$;

-- arguments -------------------------------------------------------------
create function public.defs(a int, b int default 10, c text default 'x') returns jsonb language sql immutable as
  $$ select jsonb_build_object('a', a, 'b', b, 'c', c) $$;
create function public.args_doc(p jsonb, q int) returns jsonb language sql immutable as
  $$ select jsonb_build_object('p', p, 'q', q) $$;
create function public."CamelCase"("argOne" int) returns int language sql immutable as 'select "argOne"';
create function public.vari(variadic v text[]) returns text language sql immutable as $$ select array_to_string(v, '|') $$;
create function public.over(a int) returns text language sql immutable as $$ select 'one int' $$;
create function public.over(a int, b int) returns text language sql immutable as $$ select 'two ints' $$;
create function public.amb(a int) returns text language sql immutable as $$ select 'int' $$;
create function public.amb(a text) returns text language sql immutable as $$ select 'text' $$;
create function public.ambdef(a int) returns text language sql immutable as $$ select 'one' $$;
create function public.ambdef(a int, b int default 1) returns text language sql immutable as $$ select 'two' $$;
create function public.raw_json(jsonb) returns jsonb language sql immutable as $$ select jsonb_build_object('got', $1) $$;
create function public.raw_text(text) returns text language sql immutable as $$ select 'got ' || $1 $$;
create function public.raw_bytea(bytea) returns int language sql immutable as $$ select octet_length($1) $$;
create function public.bytes_out() returns bytea language sql immutable as $$ select '\xdeadbeef00ff'::bytea $$;
create function public.len(v text) returns int language sql immutable as 'select length(v)';

-- context ---------------------------------------------------------------
create function public.ctx() returns jsonb language sql stable as $$
  select jsonb_build_object('role', current_user, 'session_user', session_user,
    'claims', current_setting('request.jwt.claims', true)::jsonb,
    'headers', current_setting('request.headers', true)::jsonb,
    'cookies', current_setting('request.cookies', true)::jsonb,
    'method', current_setting('request.method', true),
    'path', current_setting('request.path', true),
    'tz', current_setting('TimeZone'),
    'ro', current_setting('transaction_read_only'),
    'iso', current_setting('transaction_isolation'),
    'stmt', current_setting('statement_timeout'),
    'search_path', current_setting('search_path')) $$;
create function public.ctx_v() returns jsonb language sql volatile as 'select public.ctx()';
create function public.whoami() returns uuid language sql stable as 'select auth.uid()';
create function public.whoami_definer() returns text language sql stable security definer as 'select current_user::text';

-- writes ----------------------------------------------------------------
create function public.add_note(p_id bigint, p_title text) returns public.note language sql volatile as
  $$ insert into public.note(id, owner, title, created_at) values (p_id, auth.uid(), p_title, '2025-01-01Z') returning * $$;
create function public.bad_stable() returns int language plpgsql stable as
  $$ begin insert into public.uq values (99,'x',1,null); return 1; end $$;
create function public.put_uq(p_id int, p_name text, p_pos int default 1, p_parent int default null) returns int language sql volatile as
  $$ insert into public.uq values (p_id, p_name, p_pos, p_parent) returning id $$;
create function public.count_uq() returns bigint language sql stable as 'select count(*) from public.uq';
create function public.closed_count() returns bigint language sql stable as 'select count(*) from public.closed';
create function public.no_exec() returns int language sql as 'select 1';
revoke execute on function public.no_exec() from public;
create function public.auth_only() returns int language sql as 'select 1';
revoke execute on function public.auth_only() from public;
grant execute on function public.auth_only() to authenticated, service_role;

-- errors ----------------------------------------------------------------
create function public.err(p_code text, p_message text default 'msg', p_detail text default null, p_hint text default null)
returns int language plpgsql volatile as $$
begin
  if p_detail is null and p_hint is null then
    raise exception using errcode = p_code, message = p_message;
  else
    raise exception using errcode = p_code, message = p_message, detail = coalesce(p_detail,''), hint = coalesce(p_hint,'');
  end if;
end $$;
create function public.err_plain() returns int language plpgsql as $$ begin raise exception 'plain message %', 7; end $$;
create function public.err_pgrst() returns int language plpgsql as $$ begin
  raise sqlstate 'PGRST' using message = '{"code":"123","message":"own","details":"d","hint":"h"}',
    detail = '{"status":418,"status_text":"Teapot Custom","headers":{"X-Own":"yes","Retry-After":"7"}}'; end $$;
create function public.err_pgrst_bad() returns int language plpgsql as $$ begin
  raise sqlstate 'PGRST' using message = 'not json', detail = 'nor this'; end $$;
create function public.err_div() returns int language sql volatile as 'select 1/0';
create function public.err_cast(v text) returns int language sql as 'select v::int';
create function public.err_nofunc() returns int language plpgsql as $$ begin return public.nope(1); end $$;
create function public.err_notable() returns int language plpgsql as $$ begin return (select count(*) from public.nope); end $$;
create function public.err_assert() returns int language plpgsql as $$ begin assert false, 'asserted'; return 1; end $$;
create function public.err_norow() returns int language plpgsql as $$ declare x int; begin select id into strict x from public.uq where id = -1; return x; end $$;
create function public.noticed() returns int language plpgsql as $$ begin raise notice 'n'; raise warning 'w'; return 1; end $$;
create function public.slow(s float8) returns int language sql volatile as 'select 1 from pg_sleep(s)';
create function public.die() returns int language sql volatile security definer as 'select 1 from pg_terminate_backend(pg_backend_pid())';

-- response control ------------------------------------------------------
create function public.resp() returns text language plpgsql as $$ begin
  perform set_config('response.status', '202', true);
  perform set_config('response.headers', '[{"X-One": "1"}, {"X-One": "2"}, {"Cache-Control": "no-store"}]', true);
  return 'done'; end $$;
create function public.resp_bad() returns text language plpgsql as $$ begin
  perform set_config('response.headers', '{"X-One": 1}', true); return 'done'; end $$;

-- serialization: every call raises 40001 and counts attempts in a sequence (sequences are not rolled back)
create sequence public.tries;
grant usage on sequence public.tries to anon, authenticated, service_role;
create function public.err_serial(stop_after int) returns bigint language plpgsql volatile as $$
declare n bigint := nextval('public.tries');
begin if n % stop_after <> 0 then raise exception using errcode = '40001', message = 'could not serialize access due to concurrent update'; end if; return n; end $$;
create function public.iso_fn() returns text language sql volatile set default_transaction_isolation = 'serializable' as $$ select current_setting('transaction_isolation') $$;
create function public.slow_fn_timeout() returns int language sql volatile set statement_timeout = '300ms' as 'select 1 from pg_sleep(0.6)';

-- added during the scenarios
create table public.defer(id int primary key, ref int references public.defer deferrable initially deferred);
create function public.put_defer(i int, r int) returns int language sql volatile as 'insert into public.defer values (i,r) returning id';
create function public.put_two() returns setof int language sql volatile as
  'insert into public.uq values (201,''t1'',1,null),(202,''t2'',1,null) returning id';
create function public.slow_put(p int, s float8) returns int language plpgsql volatile as $$
  begin perform pg_sleep(s); insert into public.uq values (p,'hang'||p,1,null); return p; end $$;
