package com.samokoder.projects;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.math.BigDecimal;
import java.util.Map;

/** The installation's own numbers: across all tenants, and so for administrators alone. */
@Service
class ProductionMetrics {
    private final Database database;

    ProductionMetrics(Database database) {
        this.database = database;
    }

    /**
     * The projects made in the last 24 hours.
     *
     * @param avgGenerationTime in seconds; null where nothing was generated
     */
    record Numbers(
            long activeUsers,
            long totalProjects,
            long totalFiles,
            @Nullable BigDecimal avgGenerationTime) {}

    Numbers read(CurrentUser reader) {
        if (!reader.admin()) {
            throw ApiException.of(ErrorCode.FORBIDDEN);
        }
        return database.get(Caller.service(), "projects_metrics", Map.of(), Numbers.class);
    }
}
