package io.gridbourse.batch;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Named;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class BagJobXmlTest {
  @Test
  void theStepsFollowEachOther() throws Exception {
    List<String> steps = new ArrayList<>();
    NodeList nodes = job().getElementsByTagName("step");
    for (int i = 0; i < nodes.getLength(); i++) {
      Element step = (Element) nodes.item(i);
      steps.add(step.getAttribute("id") + ">" + step.getAttribute("next"));
    }
    assertThat(steps)
        .containsExactly("stage>compute", "compute>settle", "settle>deliver", "deliver>");
  }

  @Test
  void everyArtifactIsABeanOfThatName() throws Exception {
    List<String> named =
        Stream.of(
                StageStep.class,
                ComputePartition.class,
                OpenPartitionsMapper.class,
                SettleStep.class,
                DeliverStep.class,
                EndOfJob.class)
            .map(each -> each.getAnnotation(Named.class).value())
            .toList();
    List<String> references = new ArrayList<>();
    for (String tag : List.of("batchlet", "mapper", "listener")) {
      NodeList nodes = job().getElementsByTagName(tag);
      for (int i = 0; i < nodes.getLength(); i++) {
        references.add(((Element) nodes.item(i)).getAttribute("ref"));
      }
    }
    assertThat(references).containsExactlyInAnyOrderElementsOf(named);
  }

  private static Document job() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    try (InputStream in = BagJobXmlTest.class.getResourceAsStream("/META-INF/batch-jobs/bag.xml")) {
      return factory.newDocumentBuilder().parse(in);
    }
  }
}
