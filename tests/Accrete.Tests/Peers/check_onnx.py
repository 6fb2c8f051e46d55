"""Checks ONNX files with the onnx package, and prints what it reads in them: a line of JSON for each."""

import json
import sys

import onnx


def axes(value):
    return [axis.dim_param or axis.dim_value for axis in value.type.tensor_type.shape.dim]


def described(path):
    onnx.checker.check_model(path, full_check=True)
    model = onnx.load(path)
    graph = onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True).graph
    return {
        "irVersion": model.ir_version,
        "operatorSet": model.opset_import[0].version,
        "producer": model.producer_name,
        "input": [graph.input[0].name, *axes(graph.input[0])],
        "output": [graph.output[0].name, *axes(graph.output[0])],
        "values": {value.name: axes(value) for value in graph.value_info},
        "operators": [node.op_type for node in graph.node],
        "metadata": sorted(entry.key for entry in model.metadata_props),
    }


for path in sys.argv[1:]:
    print(json.dumps(described(path)))
