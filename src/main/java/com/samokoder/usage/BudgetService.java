package com.samokoder.usage;

import com.samokoder.auth.UserId;
import com.samokoder.platform.audit.AuditEntry;
import com.samokoder.platform.audit.AuditEvent;
import com.samokoder.platform.audit.AuditTrail;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.FieldProblem;
import com.samokoder.platform.web.ETags;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The limits that users set for themselves. */
@Service
class BudgetService implements SpendingAccount {
    private final BudgetRepository budgets;
    private final Purses purses;
    private final AuditTrail audit;

    BudgetService(BudgetRepository budgets, Purses purses, AuditTrail audit) {
        this.budgets = budgets;
        this.purses = purses;
        this.audit = audit;
    }

    @Override
    public TokenSpending ofToken(UserId user, UUID accessTokenId) {
        return budgets.ofToken(user, accessTokenId);
    }

    BudgetList list(UserId user) {
        return budgets.list(user);
    }

    BudgetList replace(UserId user, BudgetPlan plan, @Nullable String ifMatch) {
        requireSense(plan.budgets());
        requireOwn(user, plan.budgets());
        var replaced = budgets.replace(user, plan, expectedVersion(user, ifMatch));
        purses.doubt(user);
        audit.record(AuditEntry.succeeded(AuditEvent.BUDGET_CHANGE, user.value()));
        return replaced;
    }

    /** Refuses a stale condition here, and lets the database refuse one that becomes stale now. */
    private @Nullable Long expectedVersion(UserId user, @Nullable String ifMatch) {
        if (ifMatch == null) {
            return null;
        }
        long version = budgets.list(user).version();
        ETags.requireMatch(ifMatch, ETags.of(version));
        return ifMatch.strip().equals("*") ? null : Long.valueOf(version);
    }

    private static void requireSense(List<BudgetPlan.Limit> limits) {
        var problems = new ArrayList<FieldProblem>();
        for (int index = 0; index < limits.size(); index++) {
            var limit = limits.get(index);
            if (!limit.namesItsSubject()) {
                problems.add(problem(index, "", "subject", "usage.budget_subject"));
            }
            if (limits.subList(0, index).stream().anyMatch(limit::limitsTheSame)) {
                problems.add(problem(index, "", "duplicate", "usage.budget_twice"));
            }
        }
        refuse(problems);
    }

    private void requireOwn(UserId user, List<BudgetPlan.Limit> limits) {
        var projects = ids(limits, BudgetPlan.Limit::projectId);
        var tokens = ids(limits, BudgetPlan.Limit::accessTokenId);
        if (projects.isEmpty() && tokens.isEmpty()) {
            return;
        }
        var strangers = Set.copyOf(budgets.strangers(user, projects, tokens));
        var problems = new ArrayList<FieldProblem>();
        for (int index = 0; index < limits.size(); index++) {
            var limit = limits.get(index);
            if (limit.subject() != null && strangers.contains(limit.subject())) {
                var field = limit.projectId() == null ? "/access_token_id" : "/project_id";
                problems.add(problem(index, field, "not_found", "usage.budget_stranger"));
            }
        }
        refuse(problems);
    }

    private static Set<UUID> ids(
            List<BudgetPlan.Limit> limits, Function<BudgetPlan.Limit, @Nullable UUID> id) {
        return limits.stream().map(id).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private static FieldProblem problem(int index, String field, String code, String detail) {
        return new FieldProblem("/budgets/" + index + field, code, detail);
    }

    private static void refuse(List<FieldProblem> problems) {
        if (!problems.isEmpty()) {
            throw ApiException.invalid(problems.toArray(FieldProblem[]::new));
        }
    }
}
