package com.samokoder.files.git;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.web.Texts;
import com.samokoder.projects.ProjectId;

import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PreReceiveHook;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;

/**
 * Turns what was pushed to the branch into versions, and refuses the rest in words that the pusher
 * reads.
 */
final class PushHook implements PreReceiveHook {
    private final HistoryRepository histories;
    private final GitService.Pusher pusher;
    private final ProjectId project;
    private final int version;
    private final @Nullable ObjectId commit;
    private final Texts texts;

    /**
     * @param view what the branch stood at when the push came in
     */
    PushHook(
            HistoryRepository histories,
            GitService.Pusher pusher,
            ProjectId project,
            Mirror.View view,
            Texts texts) {
        this.histories = histories;
        this.pusher = pusher;
        this.project = project;
        this.version = view.version();
        this.commit = view.commit();
        this.texts = texts;
    }

    @Override
    public void onPreReceive(ReceivePack receive, Collection<ReceiveCommand> commands) {
        for (var command : receive.getAllCommands()) {
            if (command.getResult() != ReceiveCommand.Result.NOT_ATTEMPTED) {
                explain(receive, command);
                continue;
            }
            try {
                decide(receive, command);
            } catch (ApiException refused) {
                refuse(receive, command, text(refused));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** Who did not know the newest version is told so; the rest has its reason already. */
    private void explain(ReceivePack receive, ReceiveCommand command) {
        boolean late = !command.getOldId().equals(commit == null ? ObjectId.zeroId() : commit);
        if (late && command.getRefName().equals(Mirror.BRANCH)) {
            refuse(receive, command, texts.text("git.fetch_first", pusher.language()));
        }
    }

    private void decide(ReceivePack receive, ReceiveCommand command) throws IOException {
        if (command.getType() == ReceiveCommand.Type.DELETE) {
            throw refusal("git.delete");
        }
        if (!command.getRefName().equals(Mirror.BRANCH)) {
            throw refusal("git.branch", command.getRefName());
        }
        if (command.getType() == ReceiveCommand.Type.UPDATE_NONFASTFORWARD) {
            throw refusal("git.not_fast_forward");
        }
        int newest = push(receive, command);
        command.setResult(ReceiveCommand.Result.OK);
        receive.sendMessage(texts.text("git.accepted", pusher.language(), newest));
    }

    private int push(ReceivePack receive, ReceiveCommand command) throws IOException {
        var reading = new PushReading(receive.getRepository(), histories, pusher.user());
        var commits = reading.read(command.getNewId(), commit);
        return histories.push(pusher.user(), project, version, commits);
    }

    private String text(ApiException refused) {
        var key =
                switch (refused.code()) {
                    case VERSION_CONFLICT -> "git.fetch_first";
                    case TOO_LARGE -> "git.too_large";
                    default -> refused.detailKey();
                };
        return texts.text(key, pusher.language(), refused.detailArguments());
    }

    private static void refuse(ReceivePack receive, ReceiveCommand command, String text) {
        receive.sendMessage(text);
        command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, text);
    }

    private static ApiException refusal(String key, Object... arguments) {
        return ApiException.of(ErrorCode.INVALID_REQUEST, key, arguments);
    }
}
