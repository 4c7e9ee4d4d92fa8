package io.hexagent.infrastructure.chart;

import java.awt.Dimension;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.internal.chartpart.IChart;
import org.w3c.dom.Document;

/** Writes pictures as SVG: shapes alone, the words among them, so that no font, script or link is in it. */
final class SvgPicture {
    private SvgPicture() {}

    /** In UTF-8. */
    static byte[] of(IChart picture) throws IOException {
        var graphics = new SVGGraphics2D(SVGGeneratorContext.createDefault(document()), false);
        graphics.setSVGCanvasSize(new Dimension(picture.getWidth(), picture.getHeight()));
        picture.paint(graphics, picture.getWidth(), picture.getHeight());
        var text = new StringWriter();
        graphics.stream(text, true);
        graphics.dispose();
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException never) {
            throw new IllegalStateException("every Java makes XML documents", never);
        }
    }
}
