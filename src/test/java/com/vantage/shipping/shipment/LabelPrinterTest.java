package com.vantage.shipping.shipment;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.TrackingNumber;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Test;

class LabelPrinterTest {
    private static final TrackingNumber NUMBER = new TrackingNumber("1Z023E2X0214323462");

    @Test
    void carriersPdfIsConvertedToPng() throws IOException {
        byte[] png = LabelPrinter.print(List.of(new Label(NUMBER, LabelFormat.PDF, pdfWithABar())), LabelFormat.PNG);

        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(List.of(picture.getWidth(), picture.getHeight())).isEqualTo(List.of(812, 1218));
        assertThat(brightness(picture, 406, 609)).isLessThan(20);
        assertThat(brightness(picture, 100, 609)).isGreaterThan(235);
    }

    @Test
    void carriersImageIsConvertedToPdf() throws IOException {
        ByteArrayOutputStream gif = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(1400, 800, BufferedImage.TYPE_BYTE_GRAY), "gif", gif);
        Label lying = new Label(NUMBER, LabelFormat.GIF, gif.toByteArray());

        byte[] pdf = LabelPrinter.print(List.of(lying, lying), LabelFormat.PDF);

        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isEqualTo(2);
            assertThat(document.getPage(1).getMediaBox().getHeight()).isEqualTo(6 * 72);
        }
    }

    @Test
    void eachLabelIsAtTheTopLeftOfALetterPage() throws IOException {
        Label label = new Label(NUMBER, LabelFormat.PDF, pdfWithABar());

        byte[] pdf = LabelPrinter.printOnLetter(List.of(label, label));

        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isEqualTo(2);
            assertThat(document.getPage(1).getMediaBox().getWidth()).isEqualTo(8.5f * 72);
            assertThat(document.getPage(1).getMediaBox().getHeight()).isEqualTo(11 * 72);
            BufferedImage page = new PDFRenderer(document).renderImageWithDPI(1, 72);
            // The bar, in the middle of the label, is 2.25 in from the left and 3.25 in from the top
            assertThat(brightness(page, 162, 234)).isLessThan(20);
            assertThat(brightness(page, 306, 396)).isGreaterThan(235);
        }
    }

    private static int brightness(BufferedImage picture, int x, int y) {
        return picture.getRGB(x, y) & 0xff;
    }

    /** A page of 4 by 6 inches with a black square inch in the middle. */
    private static byte[] pdfWithABar() throws IOException {
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            PDPage page = new PDPage(new PDRectangle(4 * 72, 6 * 72));
            document.addPage(page);
            try (PDPageContentStream pen = new PDPageContentStream(document, page)) {
                pen.addRect(1.5f * 72, 2.5f * 72, 72, 72);
                pen.fill();
            }
            document.save(out);
            return out.toByteArray();
        }
    }
}
