package io.hexagent.presentation.api;

import io.hexagent.application.dataset.DeleteDataset;
import io.hexagent.application.dataset.DescribeDataset;
import io.hexagent.application.dataset.ListDatasets;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.presentation.wire.DatasetShapes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Data sets: upload, list, describe, delete. */
@Controller("/api/datasets")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DatasetController {
    private static final int MOST = 200;

    private final Hexagent hexagent;
    private final Replies replies;
    private final Uploads uploads;

    DatasetController(Hexagent hexagent, Replies replies, Uploads uploads) {
        this.hexagent = hexagent;
        this.replies = replies;
        this.uploads = uploads;
    }

    @Post
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    HttpResponse<String> uploadForm(HttpRequest<?> request) {
        return created(uploads.onlyFile(request));
    }

    @Post
    @Consumes({"text/csv", "text/plain", "text/tab-separated-values", "application/csv", "application/octet-stream"})
    HttpResponse<String> upload(HttpRequest<?> request) {
        return created(uploads.raw(request, Queries.text(request, "name")));
    }

    @Get
    HttpResponse<String> list(HttpRequest<?> request) {
        int limit = Queries.whole(request, "limit", 50, 1, MOST);
        int offset = Queries.whole(request, "offset", 0, 0, Integer.MAX_VALUE);
        return replies.ok(
                hexagent.listDatasets().handle(new ListDatasets.Command(Principal.LOCAL, limit, offset)).stream()
                        .map(DatasetShapes::row)
                        .toList());
    }

    @Get("/{id}")
    HttpResponse<String> describe(String id) {
        return switch (hexagent.describeDataset().handle(new DescribeDataset.Command(id(id)))) {
            case DescribeDataset.Outcome.Described described -> replies.ok(DatasetShapes.dataset(described.dataset()));
            case DescribeDataset.Outcome.Unknown unknown -> throw Problem.notFound("data set", id);
        };
    }

    @Delete("/{id}")
    HttpResponse<String> delete(String id) {
        return switch (hexagent.deleteDataset().handle(new DeleteDataset.Command(Principal.LOCAL, id(id)))) {
            case DeleteDataset.Outcome.Deleted deleted -> replies.noContent();
            case DeleteDataset.Outcome.Unknown unknown -> throw Problem.notFound("data set", id);
        };
    }

    private HttpResponse<String> created(Uploads.Added added) {
        return RequestKeys.replayed(
                replies.of(HttpStatus.CREATED, DatasetShapes.dataset(added.dataset()))
                        .header("Location", "/api/datasets/" + added.dataset().id()),
                added.repeated());
    }

    private static DatasetId id(String text) {
        return Ids.known("data set", text, DatasetId::new);
    }
}
