#include <origami/error.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/batch_norm.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/relu.hpp>
#include <origami/weights.hpp>

#include "catch.hpp"
#include "temp_dir.hpp"
#include "tensors.hpp"

using namespace origami;

namespace {

Sequential small_net(std::uint64_t seed, std::size_t filters = 3) {
  Sequential net({2, 6, 5}, seed);
  net.add<Conv>({.filters = filters}).add<BatchNorm>().add<ReLU>().add<Affine>({.units = 4});
  for (Parameter* p : net.parameters())  // biases and statistics too are no constants
    p->value() = random_tensor(shape_of(p->value()), mix_seed(seed, p->value().size()));
  return net;
}

std::vector<Tensor> values(const Sequential& net) {
  std::vector<Tensor> copies;
  for (const Parameter* p : net.parameters()) copies.push_back(p->value());
  return copies;
}

bool same(const std::vector<Tensor>& a, const std::vector<Tensor>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_bits);
}

}  // namespace

TEST_CASE("saved weights come back bit by bit, running statistics and metadata too") {
  const TempDir dir;
  Sequential net = small_net(1), other = small_net(2);
  net.parameters()[0]->value().data()[0] = std::numeric_limits<Scalar>::quiet_NaN();
  save_weights(net, dir / "net.safetensors", {{"net", "small"}});
  CHECK(load_weights(other, dir / "net.safetensors") == Metadata{{"net", "small"}});
  CHECK(same(values(other), values(net)));
}

TEST_CASE("a loaded net computes what the saved one did, in all its replicas") {
  const TempDir dir;
  Sequential net = small_net(1), other = small_net(2);
  const Tensor x = random_tensor({70, 2, 6, 5}, 3);
  other.forward(x, Mode::Train);  // makes them
  save_weights(net, dir / "net.safetensors");
  load_weights(other, dir / "net.safetensors");
  CHECK(same_bits(other.forward(x, Mode::Eval), net.forward(x, Mode::Eval)));
  CHECK(same_bits(other.forward(x, Mode::Train), net.forward(x, Mode::Train)));
}

TEST_CASE("weights have the parameters' names, shapes and type") {
  const TempDir dir;
  save_weights(small_net(1), dir / "net.safetensors");
  std::string list;
  for (const StoredTensor& t : read_safetensors(dir / "net.safetensors").tensors)
    list += t.name + " " + t.dtype + " " + to_string(t.shape) + "\n";
  const std::string dtype = kDouble ? " F64 " : " F32 ";
  CHECK(list == "affine1.bias" + dtype + "(4)\naffine1.weight" + dtype +
                    "(4, 36)\nbatchnorm1.bias" + dtype + "(3)\nbatchnorm1.running_mean" + dtype +
                    "(3)\nbatchnorm1.running_var" + dtype + "(3)\nbatchnorm1.weight" + dtype +
                    "(3)\nconv1.bias" + dtype + "(3)\nconv1.weight" + dtype + "(3, 2, 3, 3)\n");
}

TEST_CASE("weights that do not fit are all named, and the net stays as it was") {
  const TempDir dir;
  Sequential net = small_net(1);
  save_weights(net, dir / "net.safetensors");
  Safetensors content = read_safetensors(dir / "net.safetensors");
  for (StoredTensor& t : content.tensors) {
    if (t.name == "conv1.bias") t.name = "conv2.bias";
    if (t.name == "affine1.bias") t.dtype = kDouble ? "I64" : "I32";
    if (t.name == "affine1.weight") t.shape = {36, 4};
    if (t.name == "conv1.weight") t.bytes.assign(t.bytes.size(), 'x');  // what must not be taken
  }
  write_safetensors(dir / "net.safetensors", content);
  const std::vector<Tensor> before = values(net);
  const std::string message =
      message_of<DataError>([&] { load_weights(net, dir / "net.safetensors"); });
  INFO(message);
  const std::string dtype = kDouble ? "F64" : "F32";
  CHECK(contains(message, (dir / "net.safetensors").string() + ": does not fit the network"));
  CHECK(contains(message, "conv1.bias is missing but expected " + dtype + " (3)"));
  CHECK(contains(message, "conv2.bias " + dtype + " (3) is not expected"));
  CHECK(contains(message, kDouble ? "affine1.bias is I64 (4) but expected F64 (4)"
                                  : "affine1.bias is I32 (4) but expected F32 (4)"));
  CHECK(contains(message,
                 "affine1.weight is " + dtype + " (36, 4) but expected " + dtype + " (4, 36)"));
  CHECK(same(values(net), before));
}

TEST_CASE("weights of another net, of a damaged file and of none are refused") {
  const TempDir dir;
  Sequential net = small_net(1);
  const std::vector<Tensor> before = values(net);
  const fs::path path = dir / "net.safetensors";
  const auto refusal = [&] { return message_of<DataError>([&] { load_weights(net, path); }); };
  CHECK(contains(refusal(), "net.safetensors: cannot be read (No such file or directory)"));
  save_weights(small_net(1, /*filters=*/5), path);
  CHECK(contains(refusal(), "conv1.weight is"));
  fs::resize_file(path, fs::file_size(path) - 1);
  CHECK(contains(refusal(), "damaged"));
  CHECK(same(values(net), before));
}

TEST_CASE("saving the same weights twice gives the same bytes") {
  const TempDir dir;
  save_weights(small_net(1), dir / "a", {{"k", "v"}, {"b", "w"}});
  save_weights(small_net(1), dir / "b", {{"b", "w"}, {"k", "v"}});
  CHECK(read_file(dir / "a") == read_file(dir / "b"));
}

TEST_CASE("weights that no file held are checked as well") {
  Sequential net({2});
  net.add<Affine>({.units = 1});
  const Tensor before = net.parameters()[0]->value();
  const std::vector<StoredTensor> good = store(named_parameters(net));
  std::vector<StoredTensor> longer = good, shorter = good, twice = good;
  longer[0].bytes.resize(1000, 'x');
  shorter[1].bytes.clear();
  twice.push_back(good[0]);
  const auto error = [&](const std::vector<StoredTensor>& tensors) {
    return message_of<DataError>([&] { load_weights(net, {tensors, {}}, "mine"); });
  };
  CHECK(contains(error(longer), "affine1.weight has 1000 bytes but expected"));
  CHECK(contains(error(shorter), "affine1.bias has 0 bytes but expected"));
  CHECK(contains(error(twice), "affine1.weight is there twice"));
  CHECK(same_bits(net.parameters()[0]->value(), before));
}
