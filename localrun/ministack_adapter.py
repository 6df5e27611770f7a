"""Starts ministack with what Chalice needs and ministack 1.5.33 lacks; runs on the emulator's own interpreter.

docs/operating.md, "What the emulator cannot do", lists what is added and why. And the emulator stops when the process
that started it is gone.

Every execution environment would unpack the functions' layer anew (thousands of files, on a slow disk half a minute)
and import its own packages before the layer's. Here a layer is unpacked once, in LAYERS_DIR, comes first, and keeps the
byte code that the first import makes.
"""

import hashlib
import io
import json
import os
import shutil
import signal
import threading
import time
import zipfile
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from ministack import app
from ministack.core import iam_actions, lambda_runtime
from ministack.core.persistence import PERSIST_STATE
from ministack.services import apigateway_v1 as gateway
from ministack.services import lambda_svc, sns

AUTOSAVE_SECONDS = 20
ORPHAN_CHECK_SECONDS = 1
WEEK_SECONDS = 7 * 24 * 3600

unpacking = threading.Lock()

answer_others = gateway.handle_request
patch_others = gateway._apply_patch
answer_other_sns = sns.handle_request
spawn_others = lambda_runtime.Worker._spawn
name_action = iam_actions.extract_iam_action


def load_document(api_id: str, document: dict[str, Any]) -> None:
    """Make `document` the whole of the API: what it held before is gone."""
    api = gateway._rest_apis[api_id]
    api["name"] = (document.get("info") or {}).get("title") or api["name"]
    api["binaryMediaTypes"] = document.get("x-amazon-apigateway-binary-media-types") or []
    root = next(resource for resource in gateway._resources[api_id].values() if resource["path"] == "/")
    root["resourceMethods"] = {}
    gateway._resources[api_id] = {root["id"]: root}
    schemes = gateway._import_security_schemes(api_id, document)
    for path, operations in (document.get("paths") or {}).items():
        gateway._import_path_item(api_id, path, operations, schemes, document.get("security"))
        complete_path(api_id, path, operations)


def complete_path(api_id: str, path: str, operations: dict[str, Any]) -> None:
    """Add to an imported path what ministack's importer leaves out: templates, content handling and responses."""
    resource_id, resource = next(
        (key, found) for key, found in gateway._resources[api_id].items() if found["path"] == path
    )
    for verb, operation in operations.items():
        wanted = (operation or {}).get("x-amazon-apigateway-integration") or {}
        stored = resource["resourceMethods"].get(verb.upper(), {}).get("methodIntegration")
        if not stored:
            continue
        stored["requestTemplates"] = wanted.get("requestTemplates") or {}
        stored["contentHandling"] = wanted.get("contentHandling")
        for code in operation.get("responses") or {}:
            gateway._put_method_response(api_id, resource_id, verb.upper(), code, {})
        for pattern, response in (wanted.get("responses") or {}).items():
            answer = {
                "selectionPattern": "" if pattern == "default" else pattern,
                "responseParameters": response.get("responseParameters") or {},
            }
            code = response.get("statusCode", "200")
            gateway._put_integration_response(api_id, resource_id, verb.upper(), code, answer)


async def handle_request(method: str, path: str, headers: Any, body: Any, query: dict[str, Any]) -> Any:
    """Answer ImportRestApi and PutRestApi; leave every other call to ministack."""
    match method, path.strip("/").split("/"):
        case "POST", ["restapis"] if "mode" in query:
            document = json.loads(body)
            status, answer_headers, answer = gateway._create_rest_api(
                {"name": (document.get("info") or {}).get("title", "unnamed")}
            )
            load_document(json.loads(answer)["id"], document)
            return status, answer_headers, answer
        case "PUT", ["restapis", api_id]:
            if api_id in gateway._rest_apis:
                load_document(api_id, json.loads(body))
            return gateway._get_rest_api(api_id)
    return await answer_others(method, path, headers, body, query)


def apply_patch(target: Any, operations: list[dict[str, Any]]) -> Any:
    """Read the compression size that Chalice sends as text, empty for none."""
    for operation in operations:
        if operation.get("path") == "/minimumCompressionSize":
            operation["value"] = int(operation["value"]) if operation.get("value") not in (None, "") else None
    return patch_others(target, operations)


async def handle_sns_request(method: str, path: str, headers: Any, body: bytes, query: dict[str, Any]) -> Any:
    """Answer CheckIfPhoneNumberIsOptedOut; leave every other call to ministack."""
    action = "CheckIfPhoneNumberIsOptedOut"
    if f"Action={action}".encode() in body:
        return sns._xml(200, f"{action}Response", f"<{action}Result><isOptedOut>false</isOptedOut></{action}Result>")
    return await answer_other_sns(method, path, headers, body, query)


def forget_unused(home: Path) -> None:
    """Remove the layers of requirements that nobody has used for a week."""
    for layer in home.iterdir():
        if time.time() - layer.stat().st_mtime > WEEK_SECONDS:
            shutil.rmtree(layer, ignore_errors=True)


def iam_action(service: str, *request: Any, **more: Any) -> Any:
    """The action that IAM is asked about: for a batch of SQS messages, that of a single one."""
    action = name_action(service, *request, **more)
    return action.removesuffix("Batch") if service == "sqs" and isinstance(action, str) else action


def spawn(worker: Any) -> None:
    """Start an execution environment on the layers that are unpacked already."""
    layers = worker.config.get("Layers") or []
    if layers:
        packages = [str(found) for layer in layers for found in unpacked(layer).glob("python/lib/*/site-packages")]
        variables = (worker.config.get("Environment") or {}).get("Variables") or {}
        environment = {"Variables": {**variables, "PYTHONPATH": os.pathsep.join(packages)}}
        worker.config = {**worker.config, "Layers": [], "Environment": environment}
    spawn_others(worker)


def unpacked(layer: Any) -> Path:
    """Where the layer lies unpacked; whoever unpacks it first, others may be unpacking it, too."""
    archive = lambda_svc._resolve_layer_zip(layer)
    home = Path(os.environ["LAYERS_DIR"])
    ready = home / hashlib.sha256(archive).hexdigest()[:16]
    with unpacking:
        if not ready.exists():
            home.mkdir(parents=True, exist_ok=True)
            unfinished = Path(mkdtemp(dir=home))
            zipfile.ZipFile(io.BytesIO(archive)).extractall(unfinished)
            publish(unfinished, ready)
            forget_unused(home)
    os.utime(ready)
    return ready


def publish(unfinished: Path, ready: Path) -> None:
    """Move it to its place, unless another emulator was faster."""
    try:
        unfinished.rename(ready)
    except OSError:
        shutil.rmtree(unfinished)


def save_now_and_then() -> None:
    """Keep the state that a crash or a power cut would otherwise take."""
    while True:
        time.sleep(AUTOSAVE_SECONDS)
        app.save_all(app._build_persistence_save_dict())


def stop_when_orphaned(parent: int) -> None:
    """Stop as if asked to, once the process that started this one is gone."""
    while os.getppid() == parent:
        time.sleep(ORPHAN_CHECK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def start() -> None:
    """Run the emulator until SIGTERM. It must lead a process group of its own, which ends with it."""
    gateway.handle_request = handle_request
    gateway._apply_patch = apply_patch
    sns.handle_request = handle_sns_request
    iam_actions.extract_iam_action = iam_action
    lambda_runtime.Worker._spawn = spawn
    lambda_svc._LAMBDA_STATE_TRANSITION_DELAY = 0
    if PERSIST_STATE:
        threading.Thread(target=save_now_and_then, daemon=True).start()
    threading.Thread(target=stop_when_orphaned, args=(os.getppid(),), daemon=True).start()
    try:
        app.main()
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(0, signal.SIGTERM)  # functions that are at work would outlive us


if __name__ == "__main__":
    start()
