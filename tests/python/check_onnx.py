"""Runs the networks that test_onnx_files.cpp wrote with an independent runtime.

  check_onnx.py DIR

For each DIR/NAME.onnx: the ONNX checker accepts it; its parameters are those of NAME.safetensors;
OpenCV computes from the 100 images of NAME.values.safetensors what origami did, in batches of any
size. Ends with status 77 when a package is missing, and, where $CI is set, with 1.
"""
import glob
import json
import os
import sys


def skip(reason):
    print("not tested:", reason, "(Debian: python3-onnx python3-opencv)")
    sys.exit(1 if os.environ.get("CI") else 77)


try:
    import cv2
    import numpy as np
    import onnx
    import onnx.numpy_helper
except ImportError as error:
    skip(error)


def read_safetensors(path):
    """By the format's description alone: {name: array}."""
    with open(path, "rb") as file:
        content = file.read()
    size = int.from_bytes(content[:8], "little")
    header, data = json.loads(content[8 : 8 + size]), content[8 + size :]
    assert size % 8 == 0, "the data is not aligned"
    header.pop("__metadata__", None)
    dtypes = {"F32": "<f4", "F64": "<f8"}
    arrays = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        arrays[name] = np.frombuffer(data[begin:end], dtypes[entry["dtype"]]).reshape(entry["shape"])
    try:  # and by the ordinary package, where there is one
        from safetensors.numpy import load_file
    except ImportError:
        return arrays
    for name, array in load_file(path).items():
        np.testing.assert_array_equal(array, arrays[name])
    return arrays


def check(path):
    stem = path[: -len(".onnx")]
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    assert model.opset_import[0].version == 13 and model.ir_version == 7
    assert model.graph.input[0].type.tensor_type.shape.dim[0].dim_param == "N"

    weights = read_safetensors(stem + ".safetensors")
    initializers = {i.name: onnx.numpy_helper.to_array(i) for i in model.graph.initializer}
    assert sorted(weights) == sorted(initializers), sorted(initializers)
    for name, array in weights.items():
        np.testing.assert_array_equal(array, initializers[name])

    values = read_safetensors(stem + ".values.safetensors")
    x, expected = values["x"], values["y"]
    assert expected.std(axis=0).min() > 1e-4, "the outputs hardly differ: nothing is tested"
    for size in (100, 7, 1):
        net = cv2.dnn.readNetFromONNX(path)
        worst = 0
        for begin in range(0, len(x), size):
            net.setInput(np.ascontiguousarray(x[begin : begin + size]))
            y = net.forward()
            worst = max(worst, abs(y - expected[begin : begin + size]).max())
        print(f"{os.path.basename(path)}, batches of {size}: largest difference {worst:.1e}")
        assert worst < 1e-4
    return [node.op_type for node in model.graph.node]


paths = sorted(glob.glob(os.path.join(sys.argv[1], "*.onnx")))
operators = {op for path in paths for op in check(path)}
assert len(paths) >= 4, paths
print(len(paths), "networks, operators:", ", ".join(sorted(operators)))
