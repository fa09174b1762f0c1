package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.PlanReply;
import com.samokoder.testing.RestartablePostgres;

import java.sql.SQLException;
import java.util.Map;

/** What the database and the provider say after the faults. */
final class FaultFindings {
    /** The checks of the whole need no model where they find nothing. */
    private static final String CALLING =
            "(select * from run_steps where step_id not like 'checks%') s";

    private final RestartablePostgres postgres;
    private final Map<String, Integer> calls;
    private final int faults;

    FaultFindings(RestartablePostgres postgres, PlanReply reply, int faults) {
        this.postgres = postgres;
        this.calls = reply.calls();
        this.faults = faults;
    }

    void requireEverythingOnce(int runs) throws SQLException {
        assertThat(count("runs where status = 'completed'")).as("completed runs").isEqualTo(runs);
        requireNone(
                "runs whose log has gaps",
                "runs r where r.last_seq <> (select count(*) from run_events e where e.run_id = r.id)"
                        + " or r.last_seq <> (select max(seq) from run_events e where e.run_id = r.id)"
                        + " or 1 <> (select min(seq) from run_events e where e.run_id = r.id)");
        requireNone(
                "steps that were not completed exactly once",
                "run_steps s where s.status <> 'completed' or 1 <> (select count(*) from run_events e"
                        + " where e.run_id = s.run_id and e.step = s.step_id and e.type ="
                        + " 'step.completed')");
        requireNone(
                "runs that count their steps wrong",
                "runs r where r.steps <> (select count(*) from run_steps s where s.run_id = r.id)");
        requireNone(
                "versions with gaps, or not of exactly one step",
                "projects p where p.head_version <> (select count(*) from versions v where"
                        + " v.project_id = p.id) or p.head_version <> (select count(distinct s.version)"
                        + " from run_steps s join runs r on r.id = s.run_id where r.project_id = p.id)");
        requireNone(
                "files that were not written exactly once",
                "(select r.id, f.path from runs r join version_files f on f.project_id = r.project_id)"
                        + " w where 1 <> (select count(*) from run_events e where e.run_id = w.id and"
                        + " e.type = 'file.written' and e.data ->> 'path' = w.path)");
        // Four notes and the README.
        requireNone(
                "projects without all files",
                "projects p where 5 <> (select count(*) from version_files f where f.project_id ="
                        + " p.id and f.until is null)");
        requireNone(
                "steps without a ledger row",
                CALLING
                        + " where not exists (select from usage_records u where u.run_id = s.run_id"
                        + " and u.step = s.step_id and u.outcome = 'ok')");
        requireNone(
                "steps whose cost is not that of one call",
                CALLING
                        + " where not exists (select from usage_records u where u.run_id = s.run_id"
                        + " and u.step = s.step_id and u.outcome = 'ok' and u.output ="
                        + " s.output_tokens)");
        assertThat(calls.values())
                .as("calls of one step")
                .allSatisfy(times -> assertThat(times).isLessThanOrEqualTo(1 + faults));
        // An attempt that is broken off before it leaves has a row, too, but no call.
        assertThat(count("usage_records where outcome = 'ok'"))
                .as("ledger rows of answered calls")
                .isLessThanOrEqualTo(allCalls());
    }

    private long allCalls() {
        return calls.values().stream().mapToLong(Integer::longValue).sum();
    }

    private void requireNone(String what, String query) throws SQLException {
        assertThat(count(query)).as(what).isZero();
    }

    private long count(String from) throws SQLException {
        return postgres.number("select count(*) from " + from);
    }

    void print(long fenced, int kills, int stopped, int crashes) throws SQLException {
        long steps = count("run_steps");
        long calling = count(CALLING);
        int most = calls.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        System.out.printf(
                "faults: %d kills, %d processes stopped for two leases, %d database crashes%n"
                        + "runs completed: %d, lost: 0; steps: %d, each once; versions: %d;"
                        + " files: %d; events: %d, gapless%n"
                        + "model calls: %d for %d steps (%d extra, at most %d for one step);"
                        + " ledger rows: %d%n"
                        + "claims after an interruption: %d; workers fenced off: %d%n",
                kills,
                stopped,
                crashes,
                count("runs"),
                steps,
                count("versions"),
                count("version_files where until is null"),
                count("run_events"),
                allCalls(),
                calling,
                allCalls() - calling,
                most - 1,
                count("usage_records"),
                count(
                        "run_events where type = 'run.resumed' and data ->> 'after' = 'interruption'"),
                fenced);
    }
}
