package io.hexagent.application.dataset;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.Datasets;
import java.util.List;

/** Lists data sets, newest first. */
public final class ListDatasets {
    private final Datasets datasets;

    public ListDatasets(Datasets datasets) {
        this.datasets = datasets;
    }

    public record Command(Principal principal, int limit, int offset) {}

    public List<Dataset> handle(Command command) {
        return datasets.list(command.principal().owner(), command.limit(), command.offset());
    }
}
