// predict, as people meet it.
#include <nlohmann/json.hpp>
#include <origami/layers/softmax.hpp>

#include "pictures.hpp"
#include "small_mnist.hpp"
#include "small_model.hpp"
#include "support/digit_image.hpp"
#include "support/image.hpp"
#include "support/model_file.hpp"

using namespace origami;
using namespace origami::examples;

namespace {

Program::Result predict(Arguments arguments) {
  arguments.insert(arguments.begin(), small_model().string());
  return run_program("predict", arguments);
}

struct Pictures {
  TempDir dir;
  std::vector<std::string> files;
  std::vector<int> labels;
  Pictures() {
    const Dataset digits = make_digits(24, /*seed=*/5);
    for (std::size_t n = 0; n < digits.size(); ++n) {
      const Picture grey = as_picture(enlarged(&digits.pixels[n * 784], 5));
      Picture colour{grey.height, grey.width, 3, {}};
      for (const std::uint8_t v : grey.pixels) append(colour.pixels, {v, v, v});
      const Bytes written[] = {as_png(grey), as_jpeg(grey), as_bmp(colour), as_pnm(grey)};
      files.push_back((dir / ("digit" + std::to_string(n))).string());  // no ending: none is needed
      write_file(files.back(), written[n % 4]);
      labels.push_back(digits.labels[n]);
    }
  }
};

}  // namespace

TEST_CASE("predict reads pictures of every format, and --json is JSON") {
  const Pictures pictures;
  Arguments arguments = pictures.files;
  arguments.push_back("--json");
  const auto result = predict(arguments);
  CAPTURE(result.out, result.err);
  CHECK(result.status == 0);
  CHECK(result.err.empty());
  const auto lines = lines_of(result.out);
  REQUIRE(lines.size() == pictures.files.size());
  std::size_t right = 0;
  for (std::size_t n = 0; n < lines.size(); ++n) {
    const auto object = nlohmann::json::parse(lines[n]);
    CHECK(object.size() == 4);
    CHECK(object.at("file") == pictures.files[n]);
    const auto p = object.at("probabilities").get<std::vector<double>>();
    REQUIRE(p.size() == 10);
    CHECK(std::accumulate(p.begin(), p.end(), 0.0) == Approx(1).margin(1e-5));
    const auto most = std::max_element(p.begin(), p.end());
    CHECK(object.at("digit") == most - p.begin());
    CHECK(object.at("sure") == (*most >= 0.9));
    right += object.at("digit") == pictures.labels[n];
  }
  CHECK(right >= 14);  // the net was trained for a moment
}

TEST_CASE("for people it draws what the net sees and a bar for each digit") {
  const Pictures pictures;
  const auto result = predict(pictures.files);
  CAPTURE(result.out);
  REQUIRE(result.status == 0);
  const auto lines = lines_of(result.out);
  REQUIRE(lines.size() == 11 * pictures.files.size());
  std::size_t unsure = 0;
  for (std::size_t n = 0; n < pictures.files.size(); ++n) {
    CHECK(lines[11 * n].rfind(pictures.files[n] + ": ", 0) == 0);
    unsure += contains(lines[11 * n], " %), unsure: perhaps ");
    for (std::size_t k = 0; k < 10; ++k)
      CHECK(contains(lines[11 * n + 1 + k], "   " + std::to_string(k) + "  "));
    CHECK(contains(lines[11 * n + 1], "\xE2\xA0"));  // braille
  }
  CHECK(count(result.out, "#") > 30 * pictures.files.size());
  const auto json = predict({pictures.files[0], pictures.files[1], "--json"});
  CHECK(lines_of(json.out).size() == 2);
  CHECK(unsure < pictures.files.size());
}

TEST_CASE("a digit that could be another is called unsure") {
  const TempDir dir;
  Sequential net = small_net();  // its last layer says the same to all: 10 % each
  for (Parameter* p : net.parameters()) p->value().fill(0);
  save_weights(net, dir / "m.safetensors", model_metadata("simple", net));
  const std::string file = write_file(dir / "7.pgm", as_pnm(as_picture(seven()))).string();
  const auto result = run_program("predict", {(dir / "m.safetensors").string(), file});
  CHECK(result.status == 0);
  CHECK(contains(result.out, "7.pgm: 0 (10.0 %), unsure: perhaps 1 (10.0 %)\n"));
  const auto json = run_program("predict", {(dir / "m.safetensors").string(), file, "--json"});
  CHECK(contains(json.out, "\"sure\":false}"));
}

TEST_CASE("a picture that cannot be read does not keep the others from being read") {
  const TempDir dir;
  const std::string good = write_file(dir / "7.bmp", as_pnm(as_picture(seven()))).string();
  const std::string blank =
      write_file(dir / "b\xFF.png", as_pnm(as_picture(plain(9, 9, 7)))).string();
  const Arguments files{(dir / "none.png").string(), blank, dir.path().string(), good};
  const auto result = predict(files);
  CAPTURE(result.out, result.err);
  CHECK(result.status == 2);
  CHECK(lines_of(result.err).size() == 3);
  CHECK(count(result.err, "predict: " + dir.path().string()) == 3);
  CHECK(contains(result.err, "none.png: cannot be read (No such file or directory)\n"));
  CHECK(contains(result.err, ".png: is blank but expected a digit; "));
  CHECK(contains(result.err, ": is a directory but expected a regular file\n"));
  CHECK(lines_of(result.out).size() == 11);
  CHECK(result.out.rfind(good + ": ", 0) == 0);
  Arguments in_json = files;
  in_json.push_back("--json");
  const auto lines = lines_of(predict(in_json).out);
  REQUIRE(lines.size() == 4);
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(contains(nlohmann::json::parse(lines[i]).at("error").get<std::string>(),
                   "but expected") == (i > 0));
  CHECK(nlohmann::json::parse(lines[3]).contains("digit"));
}

TEST_CASE("predict refuses with exit status 2 and says why") {
  const TempDir dir;
  const std::string image = write_file(dir / "7.pgm", as_pnm(as_picture(seven()))).string();
  const auto refused = [](const Arguments& arguments, const std::string& part) {
    const auto result = run_program("predict", arguments);
    CAPTURE(result.err);
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    CHECK(result.err.rfind("predict: ", 0) == 0);
    CHECK(contains(result.err, part));
  };
  refused({}, "MODEL is required; --help lists the options\n");
  refused({"--jsn"}, "--jsn: there is no such option; --help lists the options\n");
  refused({small_model().string()}, "IMAGE is required; --help lists the options\n");
  refused({"--", small_model().string()}, "IMAGE is required; --help lists the options\n");
  refused({small_model().string(), image, "--jsn"}, "--jsn: there is no such option; --help");
  refused({(dir / "none").string(), image}, "none: cannot be read (No such file");
  refused({image, image}, "7.pgm: is a picture but expected the weights, which come first");
  const std::string other = (dir / "other.safetensors").string();
  Sequential wide = build_net(named_net("course"), {1, 20, 30}, 1);
  save_weights(wide, other, model_metadata("course", wide));
  refused({other, image}, "turns (1, 20, 30) into (10) but expected (1, 28, 28) into (10)");
  Metadata metadata = model_metadata("course", wide);
  metadata[kNetKey] = "fast";
  save_weights(wide, other, metadata);
  refused({other, image}, "The summary of net fast:\nlayer ");
  Sequential broken = small_net();
  broken.parameters().back()->value().fill(std::numeric_limits<Scalar>::quiet_NaN());
  save_weights(broken, other, model_metadata("simple", broken));
  refused({other, image}, "the net's outputs are not finite but expected numbers");
}

TEST_CASE("predict --help explains itself") {
  const auto help = run_program("predict", {"--help"});
  CHECK(help.status == 0);
  CHECK(help.err.empty());
  for (const char* word : {"MODEL", "IMAGE", "--json", "PNG", "28x28", "90 %", "probabilities"})
    CHECK(contains(help.out, word));
}

TEST_CASE("the probabilities are the net's, of pixels from 0 to 1") {
  const Pictures pictures;
  const auto object = nlohmann::json::parse(predict({pictures.files[0], "--json"}).out);
  Sequential net = load_model(small_model());
  net.add<Softmax>();
  const DigitPixels digit = to_digit(read_image(pictures.files[0]), "x");
  Tensor x = make_tensor({1, 1, 28, 28});
  for (std::size_t i = 0; i < 784; ++i) x.data()[i] = static_cast<Scalar>(digit[i]) / 255;
  const Tensor& p = net.forward(x, Mode::Eval);
  for (std::size_t k = 0; k < 10; ++k)
    CHECK(object.at("probabilities")[k].get<double>() == Approx(p(0, k)).margin(1e-5));
}
