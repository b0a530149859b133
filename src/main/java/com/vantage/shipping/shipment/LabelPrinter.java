package com.vantage.shipping.shipment;

import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.LabelFormat;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.multipdf.LayerUtility;
import org.apache.pdfbox.multipdf.PDFMergerUtility;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.util.Matrix;

/**
 * Converts a carrier's labels to the requested format: an image to PDF, a PDF to an image, several PDFs to one. Done
 * when the label is read, not when it is bought, so that nothing can fail between the sale and storing it.
 * CPU-intensive: not for the event loop.
 */
final class LabelPrinter {
    private static final float POINTS_PER_INCH = 72;

    /** Resolution of label printers, for which barcodes are designed. */
    private static final float DOTS_PER_INCH = 203;

    private static final PDRectangle FOUR_BY_SIX = new PDRectangle(4 * POINTS_PER_INCH, 6 * POINTS_PER_INCH);

    /** A quarter of an inch, which printers leave blank. */
    private static final float LETTER_MARGIN = POINTS_PER_INCH / 4;

    private LabelPrinter() {}

    /**
     * Combines all labels.
     *
     * @param format PDF or ZPL; PNG for a single label
     */
    static byte[] print(List<Label> labels, LabelFormat format) {
        try {
            return switch (format) {
                case PDF -> toPdf(labels);
                case PNG, GIF -> toPng(labels.getFirst());
                case ZPL -> concatenate(labels);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All labels as PDF, each at the top left of a page of letter size, at its own scale. */
    static byte[] printOnLetter(List<Label> labels) {
        try (PDDocument labelPages = Loader.loadPDF(toPdf(labels));
                PDDocument letters = new PDDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            LayerUtility layers = new LayerUtility(letters);
            for (int i = 0; i < labelPages.getNumberOfPages(); i++) {
                PDFormXObject label = layers.importPageAsForm(labelPages, i);
                PDPage page = new PDPage(PDRectangle.LETTER);
                letters.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(letters, page)) {
                    content.transform(Matrix.getTranslateInstance(
                            LETTER_MARGIN,
                            PDRectangle.LETTER.getHeight()
                                    - LETTER_MARGIN
                                    - label.getBBox().getHeight()));
                    content.drawForm(label);
                }
            }
            letters.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] toPdf(List<Label> labels) throws IOException {
        if (labels.size() == 1) {
            return toPdf(labels.getFirst());
        }
        try (PDDocument merged = new PDDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            PDFMergerUtility merger = new PDFMergerUtility();
            for (Label label : labels) {
                try (PDDocument single = Loader.loadPDF(toPdf(label))) {
                    merger.appendDocument(merged, single);
                }
            }
            merged.save(out);
            return out.toByteArray();
        }
    }

    private static byte[] toPdf(Label label) throws IOException {
        if (label.format() == LabelFormat.PDF) {
            return label.image();
        }
        try (PDDocument document = new PDDocument(IOUtils.createMemoryOnlyStreamCache());
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            PDPage page = new PDPage(FOUR_BY_SIX);
            document.addPage(page);
            drawToFit(document, page, toPortrait(readImage(label)));
            document.save(out);
            return out.toByteArray();
        }
    }

    private static void drawToFit(PDDocument document, PDPage page, BufferedImage picture) throws IOException {
        float scale =
                Math.min(FOUR_BY_SIX.getWidth() / picture.getWidth(), FOUR_BY_SIX.getHeight() / picture.getHeight());
        float width = picture.getWidth() * scale;
        float height = picture.getHeight() * scale;
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
            content.drawImage(
                    LosslessFactory.createFromImage(document, picture),
                    (FOUR_BY_SIX.getWidth() - width) / 2,
                    FOUR_BY_SIX.getHeight() - height,
                    width,
                    height);
        }
    }

    private static byte[] toPng(Label label) throws IOException {
        if (label.format() == LabelFormat.PNG) {
            return label.image();
        }
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(toPortrait(readImage(label)), "png", out);
            return out.toByteArray();
        }
    }

    private static BufferedImage readImage(Label label) throws IOException {
        if (label.format() == LabelFormat.PDF) {
            try (PDDocument document = Loader.loadPDF(label.image())) {
                return new PDFRenderer(document).renderImageWithDPI(0, DOTS_PER_INCH, ImageType.GRAY);
            }
        }
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(label.image()));
        if (picture == null) {
            throw new IOException("the carrier's " + label.format() + " label is not a readable image");
        }
        return picture;
    }

    /** Rotates landscape images, as UPS sends them, clockwise by 90 degrees. */
    private static BufferedImage toPortrait(BufferedImage picture) {
        if (picture.getWidth() <= picture.getHeight()) {
            return picture;
        }
        BufferedImage rotated =
                new BufferedImage(picture.getHeight(), picture.getWidth(), BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = rotated.createGraphics();
        graphics.translate(picture.getHeight(), 0);
        graphics.rotate(Math.PI / 2);
        graphics.drawImage(picture, 0, 0, null);
        graphics.dispose();
        return rotated;
    }

    private static byte[] concatenate(List<Label> labels) throws IOException {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            for (Label label : labels) {
                out.write(label.image());
            }
            return out.toByteArray();
        }
    }
}
