import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.api.MasterReport;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.util.FeatureEnum;
import java.io.File;

/** Several books through epubcheck in one Java machine: a line a finding, of which five fields are told apart by tabs. */
class EpubcheckBooks {
  static class Lines extends MasterReport {
    Lines(String book) { setEpubFileName(book); }

    @Override public void message(Message message, EPUBLocation where, Object... details) {
      String said = String.join("\t", getEpubFileName(), message.getSeverity().toString(),
          message.getID().toString(), where.getPath(), message.getMessage(details));
      System.out.println(said.replaceAll("[\r\n]+", " "));
    }

    @Override public void info(String resource, FeatureEnum feature, String value) {
      if (feature == FeatureEnum.HAS_SCRIPTS) System.out.println(getEpubFileName() + "\tERROR\tscripts\t" + resource + "\t" + value);
    }

    @Override public int generate() { return 0; }
    @Override public void initialize() {}
  }

  public static void main(String[] books) {
    for (String book : books) {
      new EpubCheck(new File(book), new Lines(book)).check();
      System.out.println(book + "\tdone");
    }
  }
}
