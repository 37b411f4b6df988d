package io.sojourn.server.access;

import io.sojourn.core.project.ProjectId;
import io.sojourn.server.http.Call;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Accounts.AuditEntry;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/// Keeps who did what, and when. What a route does is written by [AuditedRoutes], which names the action of each route
/// that changes something or gives data away: a handler has nothing to do. Only what is more than the success of a route
/// is recorded by hand, such as a sign-in that failed.
public final class Audit {

    private static final int CHARS_MAX = 500;

    /// What can be done.
    public enum Action {
        SIGN_IN,
        SIGN_IN_FAILED,
        SIGN_OUT,
        SIGN_OUT_EVERYWHERE,
        ACCOUNT_CHANGED,
        KEY_CREATED,
        KEY_REVOKED,
        USER_ADDED,
        USER_CHANGED,
        PASSWORD_RESET,
        MEMBER_CHANGED,
        MEMBER_REMOVED,
        INVITED,
        INVITATION_REVOKED,
        INVITATION_ACCEPTED,
        PROJECT_CREATED,
        PROJECT_CHANGED,
        PROJECT_DELETED,
        SETTINGS_CHANGED,
        SCHEMA_CHANGED,
        SEGMENT_CREATED,
        SEGMENT_CHANGED,
        SEGMENT_DELETED,
        REPORT_CREATED,
        REPORT_CHANGED,
        REPORT_DELETED,
        PERSON_CHANGED,
        PERSON_DELETED,
        MERGED,
        UNMERGED,
        EXPORTED,
        IMPORTED,
        REPLAYED,
        QUARANTINE_DELETED,
        BACKED_UP;

        /// As the wire has it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Accounts accounts;
    private final InstantSource clock;

    public Audit(Accounts accounts, InstantSource clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /// @param target what it was done to, such as `person 7`
    public void record(
            Call call, Action action, Optional<ProjectId> project, String target, String detail) {
        record(call, call.caller().user(), action, project, target, detail);
    }

    /// For a call that made its user known only on the way.
    void record(
            Call call,
            long user,
            Action action,
            Optional<ProjectId> project,
            String target,
            String detail) {
        accounts.record(
                new AuditEntry(
                        0,
                        clock.instant(),
                        user,
                        call.caller().appId(),
                        call.origin().address(),
                        action.word(),
                        project,
                        shortened(target),
                        shortened(detail)));
    }

    private static String shortened(String text) {
        return text.length() > CHARS_MAX ? text.substring(0, CHARS_MAX) + "..." : text;
    }
}
