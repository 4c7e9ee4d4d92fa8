package io.hexagent.infrastructure.chart;

import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.artifact.ArtifactKind;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.dataset.CsvText;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws a chart of a data set: a Vega-Lite spec, its table as CSV, and a PNG and an SVG where this machine can draw
 * text. All figures come from the {@link Calculator}. Safe for use by many threads.
 */
public final class CreateChartTool implements Tool {
    private static final int MOST_ROWS_IN_RESULT = 200;

    private final Calculator calculator;
    private final Json json;
    private final ChartPainter painter;

    public CreateChartTool(Calculator calculator, Json json) {
        this(calculator, json, new XChartPainter());
    }

    CreateChartTool(Calculator calculator, Json json, ChartPainter painter) {
        this.calculator = calculator;
        this.json = json;
        this.painter = painter;
    }

    @Override
    public ToolSpec spec() {
        return CreateChartSpec.SPEC;
    }

    @Override
    public ToolResult call(Value.Fields arguments, ToolContext context) {
        try {
            ChartRequest request = ChartArguments.read(arguments, context.datasets());
            Chart chart =
                    switch (request.kind()) {
                        case LINE, BAR -> GroupedCharts.read(request, calculator);
                        case SCATTER -> ScatterCharts.read(request, calculator);
                        case HISTOGRAM -> Histograms.read(request, calculator);
                        case BOX -> BoxPlots.read(request, calculator);
                    };
            context.progress().report(50, "drawing");
            return drawn(request, chart);
        } catch (CalculationRefused e) {
            return new ToolResult.Rejected(String.valueOf(e.getMessage()));
        } catch (UnusableDataset e) {
            return new ToolResult.Failed(String.valueOf(e.getMessage()));
        }
    }

    private ToolResult drawn(ChartRequest request, Chart chart) {
        var notes = new ArrayList<>(chart.notes());
        var renditions = new ArrayList<ArtifactDraft.Rendition>();
        byte[] spec = json.write(VegaLiteSpec.of(chart)).getBytes(StandardCharsets.UTF_8);
        renditions.add(new ArtifactDraft.Rendition(Artifact.VEGA_LITE, spec));
        try {
            renditions.add(new ArtifactDraft.Rendition(Artifact.PNG, painter.paint(chart)));
            painter.paintSvg(chart).ifPresent(svg -> renditions.add(new ArtifactDraft.Rendition(Artifact.SVG, svg)));
        } catch (ChartPainter.CannotPaint e) {
            notes.add("the picture is left out: " + e.getMessage());
        }
        byte[] csv = CsvText.of(chart.table()).getBytes(StandardCharsets.UTF_8);
        renditions.add(new ArtifactDraft.Rendition(Artifact.CSV, csv));
        Value.Fields content = Value.fields()
                .put("dataset", request.dataset().name())
                .put("method", chart.method())
                .put("title", chart.title())
                .put("kind", chart.kind().wire())
                .put("x", chart.x().title())
                .put("y", chart.y().title())
                .put("points", chart.points())
                .put("table", cut(chart.table(), notes).toValue())
                .put("facts", Value.fields().put("points", chart.points()).build())
                .put("notes", Value.texts(notes))
                .build();
        return new ToolResult.Succeeded(
                content, List.of(new ArtifactDraft(ArtifactKind.CHART, chart.title(), renditions)));
    }

    private static Table cut(Table table, List<String> notes) {
        if (table.rows().size() <= MOST_ROWS_IN_RESULT) {
            return table;
        }
        notes.add("the table shows " + MOST_ROWS_IN_RESULT + " of " + table.totalRows() + " rows");
        return new Table(table.columns(), table.rows().subList(0, MOST_ROWS_IN_RESULT), table.totalRows());
    }
}
