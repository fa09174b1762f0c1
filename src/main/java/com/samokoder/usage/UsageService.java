package com.samokoder.usage;

import com.samokoder.auth.UserId;
import com.samokoder.platform.web.Cursors;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.util.List;

/** Reads the ledger for its owner. */
@Service
class UsageService {
    private static final int CSV_PAGE = 500;

    private final UsageRepository records;
    private final Cursors cursors;

    UsageService(UsageRepository records, Cursors cursors) {
        this.records = records;
        this.cursors = cursors;
    }

    UsageReport report(UserId user, UsageQuery query, int limit, @Nullable String cursor) {
        var filter = "usage|" + user + "|" + query;
        var position = cursors.decode(cursor, filter);
        var after = position == null ? null : position.getFirst();
        var sums = records.sums(user, query, limit + 1, after);
        var page = cursors.page(sums.groups(), limit, filter, row -> List.of(row.key()));
        return new UsageReport(
                query.from(),
                query.to(),
                query.groupBy().word(),
                page.data().stream().map(UsageReport.Group::of).toList(),
                page.pagination(),
                UsageReport.Sums.of(sums.total()));
    }

    String csv(UserId user, UsageQuery query) {
        var csv = new UsageCsv(query.groupBy().word());
        String after = null;
        do {
            var groups = records.sums(user, query, CSV_PAGE, after).groups();
            groups.forEach(csv::add);
            after = groups.size() < CSV_PAGE ? null : groups.getLast().key();
        } while (after != null);
        return csv.text();
    }
}
